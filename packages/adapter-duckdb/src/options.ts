import { resolve } from "node:path";
import { SluiceError } from "@sluice/core/adapter";
import { z } from "zod";

const setting = z.union([z.string(), z.number(), z.boolean()]);
const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be a plain SQL name");
const memory = z
  .string()
  .regex(/^\d+(\.\d+)?\s*([KMGT]i?B|%)$/i, "must be a size such as `4GB` or `512MiB`");

const attachment = z.strictObject({
  /** Path of a DuckDB file, relative to the project folder; opened read-only. */
  path: z.string().min(1),
});

/** The schema of the options of `duckdb()`. */
export const optionsSchema = z.strictObject({
  path: z.string().min(1),
  threads: z.int().positive().optional(),
  memory_limit: memory.optional(),
  temp_directory: z.string().min(1).optional(),
  block_size: z
    .union([
      z.literal(16384),
      z.literal(32768),
      z.literal(65536),
      z.literal(131072),
      z.literal(262144),
    ])
    .optional(),
  attach: z.record(name, attachment).optional(),
  settings: z.record(name, setting).optional(),
  publish: z.strictObject({ copy: z.string().min(1) }).optional(),
});

/** Settings of the adapter itself: changing them would break what it promises. */
const reserved = new Set(["errors_as_json", "search_path", "schema", "access_mode"]);

/** How `duckdb()` is configured. */
export interface DuckdbOptions {
  /** The database file, relative to the project folder, or `:memory:`. */
  readonly path: string;
  /** Threads of the engine. @default all cores */
  readonly threads?: number | undefined;
  /** Such as `4GB`. @default DuckDB's own: 80 % of the machine's memory */
  readonly memory_limit?: string | undefined;
  /** Where big operations spill. @default `<path>.tmp` beside the file */
  readonly temp_directory?: string | undefined;
  /**
   * Bytes of a storage block of a new file, 16384 to 262144 by powers of two; a file keeps what it was made with. A
   * project of many small tables writes less, checkpoints faster and needs less memory with small blocks; very large
   * tables compress better with large ones. @default 65536
   */
  readonly block_size?: 16384 | 32768 | 65536 | 131072 | 262144 | undefined;
  /** Other DuckDB files, readable under an alias: `{ raw: { path: "raw.duckdb" } }`. */
  readonly attach?: Readonly<Record<string, { readonly path: string }>> | undefined;
  /** Any other DuckDB setting, such as `{ preserve_insertion_order: false }`. */
  readonly settings?: Readonly<Record<string, string | number | boolean>> | undefined;
  /**
   * After each successful run, what readers see is copied to this file, relative to the project folder: other programs
   * read it without ever meeting the lock of the warehouse. `{env}` stands for the environment's name; without it, only
   * `prod` has a copy.
   */
  readonly publish?: { readonly copy: string } | undefined;
}

/** Validates the options of `duckdb()`; raises `CONFIG.INVALID` naming the key. */
export function parseOptions(input: unknown): DuckdbOptions {
  const result = optionsSchema.safeParse(input);
  if (!result.success) {
    const issue = result.error.issues[0];
    const key = issue?.path.join(".") ?? "";
    throw new SluiceError({
      code: "CONFIG.INVALID",
      message: `duckdb(): ${key === "" ? "the options are wrong" : `\`${key}\` is wrong`}: ${issue?.message ?? "not an object"}.`,
      hints: [`Accepted keys: ${Object.keys(optionsSchema.shape).join(", ")}.`],
    });
  }
  for (const key of Object.keys(result.data.settings ?? {})) {
    if (!reserved.has(key.toLowerCase())) continue;
    throw new SluiceError({
      code: "CONFIG.INVALID",
      message: `duckdb(): the setting \`${key}\` belongs to Sluice and cannot be set.`,
    });
  }
  checkCopy(result.data);
  return result.data;
}

/** A copy must be another file than the warehouse, named with no more than the environment. */
function checkCopy({ path, publish }: DuckdbOptions): void {
  if (publish === undefined) return;
  const unknown = /\{(?!env\})[^}]*\}?/.exec(publish.copy)?.[0];
  const problem =
    unknown === undefined
      ? resolve(publish.copy) === resolve(path) && "it is the warehouse itself"
      : `\`${unknown}\` is not known there; \`{env}\` is`;
  if (problem === false) return;
  throw new SluiceError({
    code: "CONFIG.INVALID",
    message: `duckdb(): \`publish.copy\` is wrong: ${problem}.`,
    hints: ["Give the path of a file of its own, such as `published.duckdb`."],
  });
}

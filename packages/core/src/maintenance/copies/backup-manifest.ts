import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { stateRelation } from "../../state/state-tables.js";

const relation = z.object({
  schema: z.string(),
  name: z.string(),
  type: z.enum(["table", "view"]),
  /** Of tables; views are not counted. */
  rows: z.number().nullable(),
});

const manifestSchema = z.object({
  /** Version of this file's shape. */
  version: z.literal(1),
  project: z.string(),
  target: z.string(),
  /** Name and version: `duckdb 1.5.6`. */
  engine: z.string(),
  /** Layout of the state in it; null where there is none. */
  state: z.int().nullable(),
  /** When the copy was complete, ISO 8601 in UTC. */
  created: z.string(),
  /** The backup's name when it was made. */
  file: z.string(),
  bytes: z.number(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  relations: z.array(relation).readonly(),
});

/** What lies beside a backup and says what it has to be. */
export type BackupManifest = Readonly<z.infer<typeof manifestSchema>>;

/** Where the manifest of a backup lies. */
export function manifestPath(backup: string): string {
  return `${backup}.json`;
}

/** Reads the manifest of a backup. Raises `STATE.BACKUP_INVALID` when there is none that can be read. */
export async function readManifest(backup: string): Promise<BackupManifest> {
  const file = manifestPath(backup);
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw invalidBackup(backup, `its manifest ${file} cannot be read`, cause);
  });
  const found = manifestSchema.safeParse(parse(text));
  if (found.success) return found.data;
  throw invalidBackup(backup, `its manifest ${file} is damaged`, found.error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A `STATE.BACKUP_INVALID`; `problem` completes "... cannot be restored: ". */
export function invalidBackup(backup: string, problem: string, cause?: unknown): SluiceError {
  return new SluiceError({
    code: "STATE.BACKUP_INVALID",
    message: `${backup} cannot be restored: ${problem}.`,
    hints: ["Restore another backup; nothing was changed."],
    cause,
  });
}

/** Every relation of a warehouse, tables with their number of rows, in order. */
export async function listContent(
  warehouse: WarehouseAdapter,
): Promise<BackupManifest["relations"]> {
  const listed = await warehouse.list(undefined, { columns: false });
  const tables = listed.filter(({ type }) => type === "table");
  const counts = new Map<number, number>();
  for (let at = 0; at < tables.length; at += TABLES_PER_QUERY) {
    const queries = tables.slice(at, at + TABLES_PER_QUERY).map((table, i) => {
      const from = warehouse.dialect.relation({ schema: table.schema, name: table.name });
      return `select ${String(at + i)} as i, count(*) as n from ${from}`;
    });
    for await (const row of warehouse.query(queries.join(" union all ")))
      counts.set(Number(row["i"]), Number(row["n"]));
  }
  const rows = new Map(tables.map((table, i) => [table, counts.get(i) ?? null]));
  return listed
    .map((found) => ({
      schema: found.schema,
      name: found.name,
      type: found.type,
      rows: rows.get(found) ?? null,
    }))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Layout of the state that a warehouse of this content holds. */
export async function stateLayout(
  warehouse: WarehouseAdapter,
  content: BackupManifest["relations"],
): Promise<number | null> {
  const meta = stateRelation("meta");
  if (!content.some(({ schema, name }) => schema === meta.schema && name === meta.name))
    return null;
  const sql = `select value from ${warehouse.dialect.relation(meta)} where key = 'schema_version'`;
  for await (const row of warehouse.query(sql)) return Number(row["value"]);
  return null;
}

const TABLES_PER_QUERY = 200;

function key({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return JSON.stringify([schema, name]);
}

/** The first relation in which two listings differ, for people. */
export function contentDifference(
  expected: BackupManifest["relations"],
  found: BackupManifest["relations"],
): string | undefined {
  const others = new Map(found.map((one) => [key(one), one]));
  for (const one of expected) {
    const other = others.get(key(one));
    const name = `${one.schema}.${one.name}`;
    if (other?.type !== one.type) return `the ${one.type} ${name} is missing`;
    if (other.rows !== one.rows)
      return `${name} has ${String(other.rows)} rows instead of ${String(one.rows)}`;
  }
  if (found.length === expected.length) return undefined;
  return `it has ${String(found.length)} relations instead of ${String(expected.length)}`;
}

/** SHA-256 and size of a file. */
export async function digestFile(
  file: string,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const part = chunk as Buffer;
    hash.update(part);
    bytes += part.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { TargetEngine } from "../../warehouse/warehouse-adapter.js";
import { SluiceError, diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { ProjectDefinition } from "../../model/project/define-project.js";
import { plainKind } from "./kind-schema.js";
import { cronSchema } from "./schedule-schema.js";
import { environmentSchemaProblem } from "../../model/project/environment-schema.js";
import { parseLifetime } from "../../model/project/lifetime.js";
import { withElsewhere } from "./elsewhere.js";
import { configKeys, folderKeys } from "./file-keys-elsewhere.js";
import { placeOfKey } from "./key-place.js";
import { schemaFaults, type SchemaFault } from "./schema-faults.js";

const configNames = [
  "sluice.config.ts",
  "sluice.config.mts",
  "sluice.config.js",
  "sluice.config.mjs",
];

/** The configuration file in `dir` or the nearest folder above it. Raises `CONFIG.NOT_FOUND`. */
export function findConfig(dir: string): string {
  let at = path.resolve(dir);
  for (;;) {
    const found = configNames.map((name) => path.join(at, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    const parent = path.dirname(at);
    if (parent === at) break;
    at = parent;
  }
  throw new SluiceError({
    code: "CONFIG.NOT_FOUND",
    message: `There is no sluice.config.ts in ${path.resolve(dir)} or above it.`,
    hints: [
      "Run `sluice init` to make a project here.",
      "Pass `--project <dir>` to use another folder.",
    ],
  });
}

const folder = withElsewhere(
  z.strictObject({
    kind: plainKind.optional(),
    schema: z.string().optional(),
    tags: z.array(z.string()).optional(),
    owner: z.string().optional(),
    cron: cronSchema.optional(),
    meta: z.record(z.string(), z.unknown()).optional(),
  }),
  folderKeys,
);

const environment = z.strictObject({
  expires: z
    .string()
    .refine((text) => text === "never" || parseLifetime(text) !== undefined, {
      error: "expected a time such as 12h, 14d or 2w, or never",
    })
    .optional(),
});

const environmentSchema = z.string().superRefine((pattern, context) => {
  const problem = environmentSchemaProblem(pattern);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});

const engine = z.custom<TargetEngine>(
  (value) => typeof value === "object" && value !== null && "open" in value && "dialect" in value,
  "expected a target such as duckdb({ path })",
);

/** What a configuration file exports. */
export const configSchema = withElsewhere(
  z.strictObject({
    $define: z.string().optional(),
    name: z.string().min(1),
    vars: z
      .custom<z.ZodObject>(
        (v) => typeof v === "object" && v !== null && "shape" in v,
        "expected z.object({...})",
      )
      .optional(),
    targets: z.record(z.string(), engine),
    defaultTarget: z.string().optional(),
    models: z.record(z.string(), folder).optional(),
    modelsDir: z.string().optional(),
    environments: z.record(z.string(), environment).optional(),
    environmentSchema: environmentSchema.optional(),
  }),
  configKeys,
);

const EXPORT = "Export `defineProject({ name, targets, ... })` as default.";

/** Validates what a configuration file exports. Raises `CONFIG.INVALID` with every problem. */
export function checkConfig(exported: unknown, file: string): ProjectDefinition {
  const value = defaultExport(exported);
  const result = configSchema.safeParse(value);
  if (result.success && Object.keys(result.data.targets).length > 0)
    return value as ProjectDefinition;
  const [lead, ...others] = configFaults(exported, result).map((fault) =>
    diagnostic({
      code: "CONFIG.INVALID",
      message: fault.message,
      where: placeOfKey(fault, { file: path.basename(file), fileText: textOf(file) }),
      hints: fault.hints.length > 0 ? fault.hints : [EXPORT],
    }),
  );
  throw SluiceError.of([lead as Diagnostic, ...others]);
}

function configFaults(
  exported: unknown,
  result: z.ZodSafeParseResult<unknown>,
): readonly SchemaFault[] {
  const value = defaultExport(exported);
  const isDefinition = typeof value === "object" && value !== null && "$define" in value;
  if (
    !isDefinition &&
    (typeof exported !== "object" || exported === null || !("default" in exported))
  )
    return [{ path: [], message: "The configuration has no default export.", hints: [EXPORT] }];
  return result.success
    ? [
        {
          path: ["targets"],
          message: "`targets`: declare at least one target.",
          hints: ['Add a target, such as `targets: { dev: duckdb({ path: "shop.duckdb" }) }`.'],
        },
      ]
    : schemaFaults(result.error.issues, { schema: configSchema, value });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The default export, whichever way the module came in. */
export function defaultExport(exported: unknown): unknown {
  if (typeof exported !== "object" || exported === null) return exported;
  return "default" in exported ? exported.default : exported;
}

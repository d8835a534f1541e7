import { z } from "zod";
import { duplicateName } from "@sluice/sql/text";
import type { SeedDefinition, SourceDefinition } from "../../model/define.js";
import type { FileOptions, QueryKind } from "../../model/kind.js";
import type { CronDefinition } from "../../time/cron/cron-spec.js";
import { withElsewhere } from "./elsewhere.js";
import { seedKeys, sourceKeys } from "./file-keys-elsewhere.js";
import { columnKeys, modelKeys } from "./keys-elsewhere.js";
import { kindSchema } from "./kind-schema.js";
import { scheduleShape } from "./schedule-schema.js";

const checkEntry = z.union([z.string(), z.record(z.string(), z.unknown())], {
  error: "expected a check: its name, or `name: arguments`",
});

/** Directives of `strptime`. */
const writtenForm = z.string().regex(/%[A-Za-z-]/, {
  error: "no directives; write them as in `%d/%m/%Y` or `%d/%m/%Y %H:%M:%S`",
});

const columnOptions = {
  type: z.string().optional(),
  nullable: z.boolean().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  pii: z.boolean().optional(),
  checks: z.array(checkEntry).optional(),
};

/** How dates and timestamps of a file are written. */
export const writtenForms = {
  date_format: writtenForm.optional(),
  timestamp_format: writtenForm.optional(),
};

function entriesOf<S extends z.ZodRawShape>(options: S) {
  const entry = z.strictObject(options, {
    error: ({ code }) =>
      code === "invalid_type"
        ? "expected options of the column, such as `{ type: ..., description: ..., checks: [...] }`"
        : undefined,
  });
  return z
    .record(z.string(), withElsewhere(entry, columnKeys).nullable())
    .superRefine((columns, context) => {
      const same = duplicateName(Object.keys(columns));
      if (same === undefined) return;
      const { message, step } = sameColumn(same);
      context.addIssue({ code: "custom", path: [same[1]], message: `${message}. ${step}` });
    });
}

/** Two declared columns that only the case of letters tells apart, in words. */
export function sameColumn([one]: readonly [string, string]): {
  readonly message: string;
  readonly step: string;
} {
  return {
    message: `the column \`${one}\` is declared already, and the case of letters does not tell columns apart`,
    step: "Correct the name, or remove one of the two",
  };
}

/** Columns of a query by name with their options: `columns` of a header, and of a definition without a zod contract. */
export const columnEntries = entriesOf(columnOptions);

/** Columns of the files of a seed or source, which may say how dates are written. */
export const fileColumnEntries = entriesOf({ ...columnOptions, ...writtenForms });

const common = {
  name: z.string().optional(),
  schema: z.string().optional(),
  description: z.string().optional(),
  owner: z.string().optional(),
  tags: z.array(z.string()).optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
  contract: z.enum(["exact", "named"]).optional(),
  checks: z.array(checkEntry).optional(),
};

/** The header of a `.sql` model. */
export const modelHeader = withElsewhere(
  z.strictObject({
    ...common,
    columns: columnEntries.optional(),
    kind: kindSchema.optional(),
    ...scheduleShape,
  }),
  modelKeys,
);

/** How the files of a seed or source are read. */
export const fileShape = {
  format: z.enum(["csv", "tsv", "json", "ndjson", "parquet"]).optional(),
  delimiter: z.string().min(1).optional(),
  quote: z.string().optional(),
  escape: z.string().optional(),
  header: z.boolean().optional(),
  null_values: z.array(z.string()).optional(),
  quoted_nulls: z.boolean().optional(),
  decimal: z.enum([".", ","]).optional(),
  thousands: z.enum([",", ".", "'", "\u2019", "_", " ", "\u00a0", "\u202f"]).optional(),
  encoding: z.enum(["utf-8", "utf-16", "latin-1", "windows-1252"]).optional(),
  skip: z.int().min(1).optional(),
  sample: z.int().min(1).optional(),
  all_text: z.boolean().optional(),
  ...writtenForms,
  union_by_name: z.boolean().optional(),
};

const ofFiles = z.object(fileShape);

/** The options of a header or definition that say how files are read. */
export const fileOptions = (
  header: RelationHeader | SeedDefinition | SourceDefinition,
): FileOptions => ofFiles.parse(header);

/** A source is a table or files: options of files stand beside `file` alone, and `table` does not. */
export function refuseOptionsOfTables(
  source: Readonly<Record<string, unknown>>,
  context: z.core.$RefinementCtx,
): void {
  const issue = (key: string, message: string) =>
    context.addIssue({ code: "custom", path: [key], message });
  if (source["file"] !== undefined) {
    if (source["table"] !== undefined)
      issue("table", "a source is a table or files. Remove `table` or `file`");
    return;
  }
  for (const key of Object.keys(fileShape)) {
    if (source[key] !== undefined)
      issue(key, "the option is for files, and the source is a table. Remove it, or give `file`");
  }
}

/** A `.seed.yaml` file. */
export const seedHeader = withElsewhere(
  z.strictObject({
    ...common,
    columns: fileColumnEntries.optional(),
    file: z.string().min(1),
    ...fileShape,
  }),
  seedKeys,
);

/** A `.source.yaml` file. */
export const sourceHeader = withElsewhere(
  z
    .strictObject({
      ...common,
      columns: fileColumnEntries.optional(),
      table: z.string().min(1).optional(),
      file: z.string().min(1).optional(),
      ...fileShape,
    })
    .superRefine(refuseOptionsOfTables),
  sourceKeys,
);

export type CheckEntry = z.output<typeof checkEntry>;
export type ColumnEntries = z.output<typeof fileColumnEntries>;

/** Keys of the three kinds of header in one shape, kind, columns and checks apart. */
export interface RelationHeader extends FileOptions {
  readonly name?: string | undefined;
  readonly schema?: string | undefined;
  readonly description?: string | undefined;
  readonly owner?: string | undefined;
  readonly cron?: CronDefinition | undefined;
  readonly retries?: number | undefined;
  readonly timeout?: string | undefined;
  readonly sla?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly meta?: Readonly<Record<string, unknown>> | undefined;
  readonly contract?: "exact" | "named" | undefined;
  readonly kind?: QueryKind | undefined;
  readonly table?: string | undefined;
  readonly file?: string | undefined;
}

/** Columns and checks of a header as written. */
export interface HeaderEntries {
  readonly columns?: Readonly<ColumnEntries> | undefined;
  readonly checks?: readonly CheckEntry[] | undefined;
}

import { z } from "zod";
import type { Diagnostic } from "../../base/errors/sluice-error.js";
import { zodMeta } from "../../model/zod-columns.js";
import type { PlaceOf } from "./definition-places.js";
import { withElsewhere } from "./elsewhere.js";
import { writtenForms } from "./header.js";
import { columnKeys } from "./keys-elsewhere.js";
import { schemaDiagnostics } from "./schema-diagnostics.js";

/** Keys that zod itself documents; other tools read them. */
const ofZod = {
  id: z.unknown().optional(),
  title: z.unknown().optional(),
  deprecated: z.unknown().optional(),
  examples: z.unknown().optional(),
};

const options = {
  type: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  pii: z.boolean().optional(),
};

const elsewhere = {
  ...columnKeys,
  nullable: "Write `.nullable()` behind the zod type.",
  checks: "Write `checks` of the definition.",
};

/** Keys of `.meta()` of a column of a query. */
export const queryMeta = withElsewhere(z.strictObject({ ...options, ...ofZod }), elsewhere);

/** Keys of `.meta()` of a column of a seed or source. */
export const fileMeta = withElsewhere(
  z.strictObject({ ...options, ...writtenForms, ...ofZod }),
  elsewhere,
);

const ofQuery = z.object({ columns: z.record(z.string(), queryMeta) });
const ofFile = z.object({ columns: z.record(z.string(), fileMeta) });

/** Keys of `.meta()` that nothing reads, and values of another type; undefined where there are none. */
export function metaFaults(
  columns: z.ZodObject,
  { isOfFile, placeOf }: { readonly isOfFile: boolean; readonly placeOf: PlaceOf },
): readonly [Diagnostic, ...Diagnostic[]] | undefined {
  const schema = isOfFile ? ofFile : ofQuery;
  const value = { columns: zodMeta(columns) };
  const { error } = schema.safeParse(value);
  return error && schemaDiagnostics(error, { schema, value }, placeOf);
}

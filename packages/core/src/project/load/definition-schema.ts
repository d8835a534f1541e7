import { z } from "zod";
import type { Diagnostic } from "../../base/errors/sluice-error.js";
import type { AnyDefinition } from "../../model/define.js";
import type { PlaceOf } from "./definition-places.js";
import { withElsewhere } from "./elsewhere.js";
import { seedKeys, sourceKeys } from "./file-keys-elsewhere.js";
import { fileShape, refuseOptionsOfTables } from "./header.js";
import { modelKeys } from "./keys-elsewhere.js";
import { kindSchema } from "./kind-schema.js";
import { scheduleShape } from "./schedule-schema.js";
import { schemaDiagnostics } from "./schema-diagnostics.js";

const check = z.strictObject(
  {
    type: z.string(),
    column: z.string().optional(),
    args: z.record(z.string(), z.unknown()).optional(),
    $columns: z.unknown().optional(),
  },
  { error: 'expected a check of @sluice/dq, such as `unique("order_id")`' },
);

const common = {
  $define: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  owner: z.string().optional(),
  tags: z.array(z.string()).optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
  columns: z.unknown().optional(),
  checks: z.array(check).optional(),
};

const functionOf = (example: string) =>
  z.custom((value) => typeof value === "function", `expected a function, such as \`${example}\``);

const contractHint =
  "Leave it out: a zod object as `columns` is an exact contract, options by name allow other columns.";

/** The arguments of `defineModel`, `defineRows`, `defineSeed` and `defineSource`, which may come from plain JavaScript. */
export const definitionSchemas = {
  model: withElsewhere(
    z.strictObject({
      ...common,
      ...scheduleShape,
      kind: kindSchema.optional(),
      refs: z.record(z.string(), z.unknown()).optional(),
      sql: functionOf("() => sql`select 1 as id`"),
    }),
    {
      ...modelKeys,
      schema: 'Write `name: "schema.table"`.',
      contract: contractHint,
    },
  ),
  rows: withElsewhere(
    z.strictObject({
      ...common,
      ...scheduleShape,
      version: z.string().optional(),
      rows: functionOf("async function* () { yield { id: 1 }; }"),
    }),
    {
      kind: "Leave it out: `defineRows` is a kind of its own.",
      schema: 'Write `name: "schema.table"`.',
    },
  ),
  seed: withElsewhere(z.strictObject({ ...common, ...fileShape, file: z.string().min(1) }), {
    ...seedKeys,
    contract: contractHint,
    schema: 'Write `name: "schema.table"`.',
  }),
  source: withElsewhere(
    z
      .strictObject({
        ...common,
        ...fileShape,
        name: z.string(),
        table: z.string().min(1).optional(),
        file: z.string().min(1).optional(),
      })
      .superRefine(refuseOptionsOfTables),
    { ...sourceKeys, contract: contractHint, schema: 'Write `name: "schema.table"`.' },
  ),
};

/** Faults of a definition's keys and values, at their places in its file. */
export function definitionFaults(
  definition: AnyDefinition,
  placeOf: PlaceOf,
): readonly Diagnostic[] {
  const schema = definitionSchemas[definition.$define];
  const result = schema.safeParse(definition);
  if (result.success) return [];
  return schemaDiagnostics(result.error, { schema, value: definition }, placeOf);
}

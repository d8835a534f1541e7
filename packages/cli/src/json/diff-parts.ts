import { z } from "zod";
import { count, problem, row } from "./parts.js";

const column = z.strictObject({ name: z.string(), type: z.string() });

const sampleKey = row.describe("The key's columns; personal data is masked.");

const columnDiff = z.strictObject({
  name: z.string(),
  matched: count,
  differing: count,
  sample: z.array(
    z.strictObject({
      key: sampleKey,
      a: z.string().nullable().describe("The value as the engine writes it."),
      b: z.string().nullable(),
    }),
  ),
});

const repeatedKeys = z
  .strictObject({
    keys: count,
    rows_a: count,
    rows_b: count,
    unmatched_a: count.describe("Rows without an equal row in b."),
    unmatched_b: count,
    sample: z.array(z.strictObject({ key: sampleKey, rows_a: count, rows_b: count })),
  })
  .describe("Keys that occur more than once in a or b: their rows are compared whole, not paired.");

const sides = { rows_a: count, rows_b: count, only_a: count, only_b: count, both: count };

const keyedRows = z.strictObject({
  by: z.literal("key"),
  key: z.strictObject({
    columns: z.array(z.string()),
    from: z.enum(["option", "kind", "check"]),
  }),
  ...sides,
  changed: count.describe("Rows in both that differ in at least one column."),
  null_keys_a: count,
  null_keys_b: count,
  repeated: repeatedKeys,
  columns: z.array(columnDiff),
  only_a_sample: z.array(sampleKey),
  only_b_sample: z.array(sampleKey),
});

const surplusRow = z.strictObject({
  row,
  times: count.describe("How many times more than on the other side."),
});

const wholeRows = z.strictObject({
  by: z.literal("row"),
  ...sides,
  compared: z.array(z.string()),
  only_a_sample: z.array(surplusRow),
  only_b_sample: z.array(surplusRow),
});

/** A model of `sluice diff --json`. */
export const modelDiff = z.strictObject({
  name: z.string(),
  status: z
    .enum(["only_a", "only_b", "shared", "identical", "same_columns", "different", "error"])
    .describe("`shared`: the very same table, so nothing was read."),
  columns: z
    .strictObject({
      only_a: z.array(column),
      only_b: z.array(column),
      retyped: z.array(z.strictObject({ name: z.string(), a: z.string(), b: z.string() })),
    })
    .nullable(),
  rows: z.discriminatedUnion("by", [keyedRows, wholeRows]).nullable(),
  error: problem.optional(),
});
export type ModelDiffDocument = z.infer<typeof modelDiff>;

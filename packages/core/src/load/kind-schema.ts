import { z } from "zod";
import { isSluiceError } from "../errors/sluice-error.js";
import { parseGrain } from "../intervals/grain.js";
import type { ModelKind } from "../model/kind.js";

/** Kinds that need nothing said but their name, and may be a folder's default. */
export const plainKinds = ["view", "table", "ephemeral"] as const;

/** Kinds of models that have a query, as headers write them. */
export type QueryKind = Exclude<ModelKind, { type: "seed" | "rows" }>;

const evolving = {
  on_schema_change: z.enum(["append", "sync", "fail", "rebuild"]).optional(),
  forward_only: z.boolean().optional(),
};
const column = z.string().min(1);
const columns = z.union([column, z.array(column).min(1)]);
const count = z.int().min(1);

/** A grain that `parseGrain` takes. */
const grain = z.string().refine(
  (text) => {
    try {
      parseGrain(text);
      return true;
    } catch (error) {
      if (isSluiceError(error)) return false;
      throw error;
    }
  },
  { error: "no grain; write minute, hour, day, week, month, year, `15 minutes` or `6 hours`" },
);

/** A date or timestamp, or a project variable that holds one. */
const instant = z.string().regex(/^(\$\w+|\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?Z?)?)$/, {
  error: "no date; write 2024-01-31, 2024-01-31T06:00:00Z or a variable such as $start_date",
});

const kinds = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(plainKinds) }),
  z.strictObject({
    type: z.literal("incremental_by_time"),
    time: column,
    grain: grain.optional(),
    start: instant,
    end: instant.optional(),
    lookback: z.int().min(0).optional(),
    batch_size: count.optional(),
    batch_concurrency: count.optional(),
    allow_partials: z.boolean().optional(),
    ...evolving,
  }),
  z.strictObject({
    type: z.literal("incremental_by_key"),
    key: columns,
    updated_at: column.optional(),
    order: column.optional(),
    deletes: z.union([z.enum(["ignore", "missing"]), z.strictObject({ column })]).optional(),
    ...evolving,
  }),
  z.strictObject({ type: z.literal("append"), time: column.optional(), ...evolving }),
  z.strictObject({
    type: z.literal("snapshot"),
    key: columns,
    strategy: z.enum(["timestamp", "check"]).optional(),
    updated_at: column.optional(),
    columns: z.union([z.literal("all"), z.array(column).min(1)]).optional(),
    hard_deletes: z.enum(["ignore", "invalidate", "new_record"]).optional(),
    valid_from: z.union([z.enum(["updated_at", "now"]), z.strictObject({ column })]).optional(),
    current: instant.optional(),
  }),
]);

/** `kind:` of a header: a name, or an object with `type`. */
export const kindSchema = z.preprocess(
  (value) => (typeof value === "string" ? { type: value } : value),
  kinds,
) as unknown as z.ZodType<QueryKind>;

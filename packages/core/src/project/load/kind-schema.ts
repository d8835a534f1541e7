import { z } from "zod";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import { isWithinDay, parseGrain } from "../../time/intervals/grain.js";
import type { ModelKind } from "../../model/kind.js";
import { withElsewhere } from "./elsewhere.js";
import { kindKeys } from "./keys-elsewhere.js";
import { zoneHints } from "../../time/zones/zone-hints.js";
import { isZone } from "../../time/zones/zone.js";

/** Kinds that need nothing said but their name, and may be a folder's default. */
export const plainKinds = ["view", "table", "ephemeral"] as const;

/** Kinds of models that have a query, as headers write them. */
export type QueryKind = Exclude<ModelKind, { type: "seed" | "rows" }>;

const schemaChange = {
  on_schema_change: z.enum(["append", "sync", "fail", "rebuild"]).optional(),
};
const evolving = {
  ...schemaChange,
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
  {
    error: ({ input }) =>
      `\`${String(input)}\` is no grain; write minute, hour, day, week, month, year, \`15 minutes\` or \`6 hours\``,
    abort: true,
  },
);

/** An IANA zone. */
const zone = z.string().refine(isZone, {
  error: ({ input }) => {
    const name = String(input);
    return [`\`${name}\` is no time zone.`, ...zoneHints(name)].join(" ");
  },
  abort: true,
});

/** A date or timestamp, or a project variable that holds one. */
const instant = z.string().regex(/^(\$\w+|\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?Z?)?)$/, {
  error: ({ input }) =>
    `\`${String(input)}\` is no date; write 2024-01-31, 2024-01-31T06:00:00Z or a variable such as $start_date`,
});

const byTime = z
  .strictObject({
    type: z.literal("incremental_by_time"),
    time: column,
    grain: grain.optional(),
    time_zone: zone.optional(),
    start: instant,
    end: instant.optional(),
    lookback: z.int().min(0).optional(),
    batch_size: count.optional(),
    batch_concurrency: count.optional(),
    allow_partials: z.boolean().optional(),
    on_late_input: z.enum(["warn", "recompute"]).optional(),
    ...evolving,
  })
  .refine(
    ({ grain: cut = "day", time_zone: named }) =>
      named === undefined || !isWithinDay(parseGrain(cut)),
    {
      path: ["time_zone"],
      error: ({ input }) => {
        const cut = (input as { readonly grain: string }).grain;
        return `a zone is for days, weeks, months and years, and the grain is \`${cut}\`: minutes and hours follow elapsed time, since an hour of a clock may come twice or never. Leave it out, or take a grain of a day or more`;
      },
    },
  );

const options = [
  z.strictObject({ type: z.enum(plainKinds) }),
  byTime,
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
    ...schemaChange,
  }),
] as const;

const kinds = z.discriminatedUnion("type", options);
for (const option of options) withElsewhere(option, kindKeys);

/** `kind:` of a header: a name, or an object with `type`. */
export const kindSchema = z.preprocess(
  (value) => (typeof value === "string" ? { type: value } : value),
  kinds,
) as unknown as z.ZodType<QueryKind>;

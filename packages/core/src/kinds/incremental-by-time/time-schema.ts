import { z } from "zod";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import { isWithinDay, parseGrain } from "../../time/intervals/grain.js";
import { zoneHints } from "../../time/zones/zone-hints.js";
import { isZone } from "../../time/zones/zone.js";
import { column, evolving, instant } from "../option-schemas.js";

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

/** Options of a model with `incremental_by_time`. */
export const timeSchema = z
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

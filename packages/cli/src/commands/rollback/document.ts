import { z } from "zod";
import { interval } from "../../json/plan-parts.js";
import { count } from "../../json/parts.js";
import { head } from "../../json/head.js";

const promotion = z.strictObject({
  sequence: z.int(),
  run_id: z.string(),
  at: z.string(),
  published: z.array(z.string()).describe("Models whose views were made or moved."),
  removed: z.array(z.string()).describe("Models whose views were removed."),
  models: count.describe("Models the environment showed then."),
  current: z.boolean().describe("What readers see now."),
  gone: z.array(z.string()).describe("Models whose tables of then are gone: no way back."),
});

export type PromotionDocument = z.infer<typeof promotion>;

export const document = z.strictObject({
  ...head("rollback"),
  environment: z.string(),
  promotions: z.array(promotion).describe("What `--list` shows, newest first; empty otherwise."),
  run_id: z.string().nullable(),
  to: promotion.nullable().describe("The promotion readers were brought back to."),
  published: z.array(z.string()).describe("Models whose views were moved back or made again."),
  removed: z.array(z.string()).describe("Models that did not exist then: their views are gone."),
  newer: z
    .array(z.strictObject({ model: z.string(), changed_at: z.string() }))
    .describe("Kept tables that hold rows written since: a rollback moves views, not rows."),
  behind: z
    .array(z.strictObject({ model: z.string(), missing: z.array(interval) }))
    .describe(
      "Tables that lack time which was computed, or computed again, in the version published before.",
    ),
});

import { z } from "zod";
import { interval } from "./plan-parts.js";
import { count } from "./parts.js";

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

export const rollbackShape = {
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
};

const removed = z.strictObject({
  kind: z.enum(["environment", "version", "orphan", "leftover", "state copy", "history"]),
  name: z.string(),
  model: z.string().nullable(),
  reason: z.string(),
  relations: z.array(z.string()).describe("Tables and views, as `schema.name`."),
  schemas: z
    .array(z.string())
    .describe("Schemas that are dropped because nothing is left in them."),
  runs: count.describe("Runs that are forgotten."),
});
export type RemovedDocument = z.infer<typeof removed>;

export const cleanShape = {
  dry_run: z.boolean(),
  items: z.array(removed),
};

export const environment = z.strictObject({
  name: z.string(),
  models: count,
  created_at: z.string().nullable(),
  promoted_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  expired: z.boolean(),
});
export type EnvironmentDocument = z.infer<typeof environment>;

export const envShape = {
  environments: z.array(environment).describe("All of them, or the one that was set."),
  removed: z.array(z.string()).describe("Views of an environment that was removed."),
};

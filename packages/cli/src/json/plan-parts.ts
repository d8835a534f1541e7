import { z } from "zod";
import { count, node, planReasons, problem, runSummary, seconds } from "./parts.js";

export const interval = z.strictObject({
  start: z.string(),
  end: z.string().describe("The first moment that is no part of it."),
});

const update = z.strictObject({
  grain: z.string().nullable(),
  time_zone: z
    .string()
    .nullable()
    .describe("Zone whose days, weeks, months or years the grains are; null for UTC."),
  intervals: z.array(interval).describe("Time to compute; empty for kinds without a time."),
  grains: count.nullable().describe("How many grains begin in the intervals."),
  batches: count.nullable().describe("Queries the intervals are computed with."),
  restated: z.array(interval).describe("Time computed before that is computed again."),
  inputs: z
    .array(
      z.strictObject({
        name: z.string(),
        changed: z
          .boolean()
          .describe("Its data may have changed since the last comparison: the build compares it."),
        tracked: z.boolean().describe("False where nothing tells whether its data changed."),
      }),
    )
    .describe("Relations that the query takes by `$start` and `$end`."),
  late_inputs: z
    .array(
      z.strictObject({
        input: z.string(),
        ranges: z.array(interval),
        commands: z.array(z.string()).describe("Commands that compute the time again."),
      }),
    )
    .describe("Computed time in which rows of an input changed since."),
  partial: z.boolean().describe("Time is left that the plan does not compute."),
  copies: z.string().nullable().describe("Table whose rows are kept by a copy."),
  added: z.array(z.string()).describe("Columns the copy gets."),
  destructive: z.array(z.string()).describe("What the copy loses."),
});

/** A model of a plan. */
export const plannedNode = z.strictObject({
  name: z.string(),
  kind: z.string(),
  action: z
    .enum(["build", "reuse", "blocked"])
    .describe("`blocked`: it cannot be built, and readers keep what they see."),
  reason: z.enum(planReasons),
  version: z.string().describe("First 8 hex characters of the data fingerprint."),
  physical: z
    .string()
    .describe(
      "Relation in the schema `_sluice` that readers will be shown; empty where there is none.",
    ),
  shown: z.string().nullable().describe("The one they are shown now."),
  promoted: z.boolean().describe("Readers will be shown another relation than now."),
  seen_by_production: z
    .boolean()
    .describe("Its table is changed in place, and `prod`, which is another environment, shows it."),
  restated_for: z
    .array(z.string())
    .describe(
      "Other environments that show its table, which is changed in place by a restatement.",
    ),
  recheck: z.boolean().describe("Reused, but its checks run again."),
  estimated_rows: count.nullable(),
  query: z
    .strictObject({ before: z.string().nullable(), after: z.string() })
    .nullable()
    .describe("Queries before and after an edit of the model itself, in plain names."),
  update: update.nullable().describe("How a kept table is brought up to date."),
  blocked_by: z
    .string()
    .nullable()
    .describe("Model or source whose fault blocks it: itself, or one that it reads."),
  errors: z.array(problem).describe("Why it cannot be built; empty where what it reads says so."),
});
export type PlannedNodeDocument = z.infer<typeof plannedNode>;

const change = z.strictObject({
  name: z.string(),
  category: z.enum([
    "added",
    "removed",
    "breaking",
    "non-breaking",
    "indirect",
    "metadata",
    "unchanged",
  ]),
  because: z.string().describe("The edit that decided, in words."),
  columns: z
    .array(z.string())
    .nullable()
    .describe("Kept columns that may have other values or types; null where the rows may differ."),
  added: z.array(z.string()).describe("Columns that are new."),
  removed: z.array(z.string()).describe("Columns that are gone."),
});

/** What `plan` and `restate` show. */
export const planShape = {
  target: z.string(),
  environment: z.string(),
  new_environment: z.boolean().describe("It shows nothing yet and begins as `prod`."),
  now: z.string(),
  state_version: count,
  idle: z.boolean().describe("There is nothing to do."),
  changes: z.array(change),
  nodes: z.array(plannedNode),
  removed: z.array(z.string()).describe("Models whose views are removed."),
  moved: z
    .array(z.strictObject({ name: z.string(), from: z.string(), to: z.string() }))
    .describe("Views that get another name, because the project's `environmentSchema` changed."),
  summary: z.strictObject({
    build: count,
    promote: count,
    reuse: count,
    remove: count,
    move: count,
    blocked: count,
  }),
};
export type PlanDocument = z.infer<z.ZodObject<typeof planShape>>;

/** What a run says of itself. */
export const runShape = {
  run_id: z.string(),
  target: z.string(),
  environment: z.string(),
  published: z.boolean(),
  nodes: z.array(node),
  warnings: z.array(problem),
  removed: z
    .array(z.string())
    .describe("Models that the project no longer has, whose views were removed."),
  outdated: z
    .array(
      z.strictObject({
        name: z.string(),
        behind: z
          .array(z.string())
          .describe("Models of the run that it reads and that have newer data."),
      }),
    )
    .describe("Published models outside the run that still show data of before it."),
  copy: z
    .strictObject({ file: z.string(), relations: count, rows: count })
    .nullable()
    .describe("The copy for readers that was written; null where none was."),
  seconds: seconds.describe(
    "Time of the whole command: from the start of its process until the warehouse was closed. Where a plan was confirmed, from the answer; of a scheduled round, from the round's start.",
  ),
  summary: runSummary,
};
export const runBody = z.strictObject(runShape);
export type RunDocument = z.infer<typeof runBody>;

/** The run that a shown plan may end with. */
export const applied = {
  run: runBody.nullable().describe("The run that applied it; null where it was only shown."),
};

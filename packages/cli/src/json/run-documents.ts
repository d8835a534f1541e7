import { z } from "zod";
import { head } from "./head.js";
import { count } from "./parts.js";
import { planShape, runBody, runShape } from "./plan-parts.js";

/** Documents of the commands that build, or show what a build would do. */

export const buildDocument = z.strictObject({ ...head("build"), ...runShape });
export const backfillDocument = z.strictObject({ ...head("backfill"), ...runShape });
export const applyDocument = z.strictObject({ ...head("apply"), ...runShape });

const applied = {
  run: runBody.nullable().describe("The run that applied it; null where it was only shown."),
};

export const planDocument = z.strictObject({
  ...head("plan"),
  ...planShape,
  file: z.string().nullable().describe("Where `--output` saved it."),
  ...applied,
});

export const restateDocument = z.strictObject({ ...head("restate"), ...planShape, ...applied });

const dueModel = z.strictObject({
  model: z.string(),
  tick: z.string(),
  missed: count.describe("Ticks before it that are not made up for."),
});

export const scheduledRunDocument = z.strictObject({
  ...head("run"),
  environment: z.string(),
  due: z.array(dueModel),
  next: z
    .strictObject({ model: z.string(), tick: z.string() })
    .nullable()
    .describe("The first tick that is still to come; null where no model has a cron."),
  late: z
    .array(z.strictObject({ model: z.string(), tick: z.string(), deadline: z.string() }))
    .describe("Models that have not succeeded within their `sla`."),
  waiting: z.array(z.string()).describe("Models with a cron that were never applied."),
  runs: z.array(runBody),
});

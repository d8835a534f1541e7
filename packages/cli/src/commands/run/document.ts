import { z } from "zod";
import { head } from "../../json/head.js";
import { count } from "../../json/parts.js";
import { runBody } from "../../json/plan-parts.js";

const dueModel = z.strictObject({
  model: z.string(),
  tick: z.string(),
  missed: count.describe("Ticks before it that are not made up for."),
});

export const document = z.strictObject({
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

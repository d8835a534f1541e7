import { z } from "zod";
import { cronDefinition, parseCron } from "../../time/cron/cron-spec.js";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import { withElsewhere } from "./elsewhere.js";
import { cronKeys } from "./keys-elsewhere.js";
import { durationMs } from "../../base/timeout/duration.js";

const [, longForm] = cronDefinition.options;
withElsewhere(longForm, cronKeys);

/** A cron that `parseCron` takes; what is wrong with it stands in the message. */
export const cronSchema = cronDefinition.superRefine((definition, context) => {
  try {
    parseCron(definition);
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const message = [error.message, ...error.hints].join(" ");
    context.addIssue({ code: "custom", message });
  }
});

const duration = z.string().refine((text) => (durationMs(text) ?? 0) > 0, {
  error: ({ input }) => `\`${String(input)}\` is no duration; write 30s, 5m, 2h or 1d`,
});

/** Keys of headers and definitions that say when a model runs and how long it may take. */
export const scheduleShape = {
  cron: cronSchema.optional(),
  retries: z.int().min(0).max(20).optional(),
  timeout: duration.optional(),
  sla: duration.optional(),
};

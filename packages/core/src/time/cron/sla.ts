import type { CronSpec } from "./cron-spec.js";
import { previousTick } from "./ticks.js";

/** A promise that a model is fresh some time after each tick. */
export interface SlaQuery {
  readonly cron: CronSpec;
  /** How long after a tick its run may take to succeed. */
  readonly deadlineMs: number;
  /** When the model last succeeded, by the clock. */
  readonly lastSuccess: Date;
  readonly now: Date;
}

/** Whether the promise is broken now. */
export type SlaState =
  | { readonly missed: false }
  | {
      readonly missed: true;
      /** The tick that has no success. */
      readonly tick: Date;
      readonly deadline: Date;
      readonly overdueMs: number;
    };

/** Compares the latest tick whose deadline has passed with the last success; a late success mends it. */
export function slaMissed({ cron, deadlineMs, lastSuccess, now }: SlaQuery): SlaState {
  const tick = previousTick(cron, new Date(now.getTime() - deadlineMs - 1));
  if (lastSuccess >= tick) return { missed: false };
  const deadline = new Date(tick.getTime() + deadlineMs);
  return { missed: true, tick, deadline, overdueMs: now.getTime() - deadline.getTime() };
}

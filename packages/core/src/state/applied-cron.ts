import type { CronDefinition } from "../time/cron/cron-spec.js";

/** Where a model's schedule stands in an environment. */
export interface AppliedCron {
  /** The cron as it was when somebody applied it: an edited one counts once it is applied too. */
  readonly cron: CronDefinition;
  /** The last tick that was met. */
  readonly tick: Date;
}

/** Schedules by model; undefined for a model that has none any longer. */
export type AppliedCrons = ReadonlyMap<string, AppliedCron | undefined>;

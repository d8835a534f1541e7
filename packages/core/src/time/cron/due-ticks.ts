import type { CronSpec } from "./cron-spec.js";
import { countTicks, previousTick, ticksBetween } from "./ticks.js";

/** What is asked of a model's cron. */
export interface DueQuery {
  readonly cron: CronSpec;
  /** The last tick the model ran for, or when its cron began to count. */
  readonly last: Date;
  readonly now: Date;
  /**
   * How late a tick may be noticed and still count as met, for `catchUp: "none"`; at least the time between two calls.
   * @default 3_600_000 (an hour)
   */
  readonly lateMs?: number | undefined;
}

/** What a model has to run for now. */
export interface DueTicks {
  readonly due: boolean;
  /** The tick to remember as `last` once the model has run: the newest of `ticks`. */
  readonly tick?: Date | undefined;
  /** Ticks that passed and are not made up for. */
  readonly missed: number;
  /** Ticks to run for, ascending: every one with `catchUp: "all"`, else one at most. */
  readonly ticks: readonly Date[];
}

const hourMs = 3_600_000;

/**
 * Which ticks a model has to run for: those after `last` up to `now`, by its catch-up policy. Asking changes nothing, so
 * it may be asked every minute; after a run for `tick` with `last` set to it, nothing is due until the next tick. Except
 * for `all`, the work does not grow with the time since `last`.
 */
export function dueTicks({ cron, last, now, lateMs = hourMs }: DueQuery): DueTicks {
  const latest = previousTick(cron, now);
  if (latest <= last) return { due: false, missed: 0, ticks: [] };
  if (cron.catchUp === "all") {
    return { due: true, tick: latest, missed: 0, ticks: ticksBetween(cron, last, now) };
  }
  const pending = countTicks(cron, last, now);
  const gone = cron.catchUp === "none" && now.getTime() - latest.getTime() > lateMs;
  if (gone) return { due: false, missed: pending, ticks: [] };
  return { due: true, tick: latest, missed: pending - 1, ticks: [latest] };
}

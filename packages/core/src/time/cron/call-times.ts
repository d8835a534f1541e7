import { segmentsOfYear } from "../zones/zone.js";
import { compileCron } from "./compile-cron.js";
import type { CronSpec } from "./cron-spec.js";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const minuteMs = 60_000;

/** Times of every day, in UTC: each of the minutes in each of the hours. Both ascending. */
export interface CallTimes {
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
}

/**
 * When somebody else has to call so that every tick of some crons is met in its own minute, this year and the next. A
 * zone with daylight saving time needs both of its hours; a tick that falls into a gap is met at the next of the calls.
 */
export function callTimes(crons: Iterable<CronSpec>, from: Date): CallTimes {
  const hours = new Set<number>();
  const minutes = new Set<number>();
  const year = from.getUTCFullYear();
  for (const { expression, zone } of crons) {
    const segments = [...segmentsOfYear(zone, year), ...segmentsOfYear(zone, year + 1)];
    for (const offset of new Set(segments.map((segment) => segment.offset))) {
      for (const minute of compileCron(expression).minutes) {
        const time = (minute * minuteMs - offset + 2 * dayMs) % dayMs;
        hours.add(Math.floor(time / hourMs));
        minutes.add(Math.floor((time % hourMs) / minuteMs));
      }
    }
  }
  return { hours: ascending(hours), minutes: ascending(minutes) };
}

function ascending(numbers: ReadonlySet<number>): readonly number[] {
  return [...numbers].sort((a, b) => a - b);
}

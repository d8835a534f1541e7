import { parseNow } from "../now.js";
import { dateStart } from "../zones/local-dates.js";
import { intervalSet, type IntervalSet } from "./interval-set.js";

const dayMs = 86_400_000;

/** A date or a time as people write it: a time is an instant, a date begins when it does in the zone that is asked. */
export interface Moment {
  /** Milliseconds since 1970 UTC; of a date, its midnight in UTC. */
  readonly at: number;
  readonly isDate: boolean;
}

/** Time that somebody asked for: half-open, all of it where a bound is missing. */
export interface AskedTime {
  readonly start?: Moment | undefined;
  readonly end?: Moment | undefined;
}

/** All of time that data may have, from the year 1 to 9999: far enough from the ends of a Date to be widened to grains. */
const always = { start: -62_135_596_800_000, end: 253_402_300_800_000 };

/** Reads `2024-01-31` as a date and `2024-01-31T06:00:00Z` as a time, UTC when it names no offset. Raises `CLI.USAGE`. */
export function parseMoment(text: string, option?: string): Moment {
  return {
    at: parseNow(text, option).at.getTime(),
    isDate: /^\d{4}-\d{2}-\d{2}$/.test(text.trim()),
  };
}

/** The instant a moment is in a zone; UTC when undefined. */
export function momentIn({ at, isDate }: Moment, zone: string | undefined): number {
  return isDate && zone !== undefined ? dateStart(zone, at / dayMs) : at;
}

/** Asked time for somebody in a zone; UTC when undefined. Empty where a start is not before its end there. */
export function askedIn({ start, end }: AskedTime, zone: string | undefined): IntervalSet {
  return intervalSet([
    {
      start: start ? momentIn(start, zone) : always.start,
      end: end ? momentIn(end, zone) : always.end,
    },
  ]);
}

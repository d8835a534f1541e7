import { offsetAt, segmentsOfYear } from "./zone.js";

/**
 * The calendar of a zone. A date is its number of days since 1970-01-01; it lasts from its `dateStart` to the next one's.
 * Dates partition time whatever the zone's clock does: one may last 23 or 25 hours, or not be at all.
 */

const dayMs = 86_400_000;

/**
 * The first instant from which on the clock shows this date or a later one. Where midnight is skipped that is the end of
 * the gap, and the start of the next date where the whole date is. Where the clock is set back over midnight, so that a
 * date comes twice, it is the second midnight: the date before is over only then.
 */
export function dateStart(zone: string, date: number): number {
  const midnight = date * dayMs;
  for (let year = yearOf(midnight + dayMs); ; year -= 1) {
    const last = segmentsOfYear(zone, year).findLast((s) => s.start + s.offset < midnight);
    if (last) return Math.min(last.end, midnight - last.offset);
  }
}

/** The date that lasts at an instant. */
export function dateAt(zone: string, at: number): number {
  let date = Math.floor((at + offsetAt(zone, at)) / dayMs);
  while (dateStart(zone, date) > at) date -= 1;
  return date;
}

/** Numbers the dates that are, without holes: neighbours differ by one. */
export function dateIndex(zone: string, date: number): number {
  return date - skippedDates(zone).filter((skipped) => skipped < date).length;
}

/** The date that `dateIndex` gives a number. */
export function dateOfIndex(zone: string, index: number): number {
  return skippedDates(zone).reduce((date, skipped) => (skipped <= date ? date + 1 : date), index);
}

/** Time zone data begin in the 19th century, and know only rules that repeat after 2037. */
const recorded = { first: 1800, last: 2037 };

/** More than any daylight saving time is worth. */
const dateLineMs = 20 * 3_600_000;

const known = new Map<string, readonly number[]>();

/** Dates that a zone's clocks never showed, ascending: those of the few zones that crossed the date line. */
function skippedDates(zone: string): readonly number[] {
  const found = known.get(zone);
  if (found) return found;
  const skipped: number[] = [];
  let before = lastOffset(zone, recorded.first - 1);
  for (let year = recorded.first; year <= recorded.last; year += 1) {
    const after = lastOffset(zone, year);
    if (after - before > dateLineMs) skipped.push(...skippedIn(zone, year));
    before = after;
  }
  known.set(zone, skipped);
  return skipped;
}

function skippedIn(zone: string, year: number): readonly number[] {
  return segmentsOfYear(zone, year).flatMap(({ start, offset, before }) => {
    const last = Math.floor((start - 1 + before) / dayMs);
    const next = Math.floor((start + offset) / dayMs);
    return Array.from({ length: Math.max(0, next - last - 1) }, (_, i) => last + 1 + i);
  });
}

/** Offset at the end of a year. */
function lastOffset(zone: string, year: number): number {
  return offsetAt(zone, Date.UTC(year + 1, 0) - 1);
}

function yearOf(at: number): number {
  return new Date(at).getUTCFullYear();
}

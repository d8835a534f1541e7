import { SluiceError } from "../../base/errors/sluice-error.js";
import { segmentsOfYear, type Segment } from "../zones/zone.js";
import { compileCron, type CompiledCron } from "./compile-cron.js";
import type { CronSpec } from "./cron-spec.js";
import { countWall, nextWall, previousWall } from "./wall-ticks.js";

/**
 * Ticks as instants. Between two changes of a zone's offset wall clock and UTC run in parallel, so each such segment is
 * a range of the wall clock; what daylight saving time does is decided at the segment's start:
 *
 * - A cron that ticks in every hour follows elapsed time: wall times that do not exist have no tick, those of a repeated
 *   hour tick again.
 * - Any other cron follows the clock: a wall time that comes twice ticks the first time; ticks that fall into a gap
 *   happen once, at its end.
 */

/** What of a cron says when it ticks. */
type Ticking = Pick<CronSpec, "expression" | "zone">;

/** The first tick after an instant. */
export function nextTick(cron: Ticking, after: Date): Date {
  const compiled = compileCron(cron.expression);
  const from = instantOf(after) + 1;
  return search(partsFrom(compiled, cron.zone, from), (part) => {
    if (part.atStart && part.start >= from) return new Date(part.start);
    const wall = nextWall(compiled, Math.max(part.wallStart, from + part.offset));
    return wall < part.wallEnd ? new Date(wall - part.offset) : undefined;
  });
}

/** The last tick at or before an instant. */
export function previousTick(cron: Ticking, at: Date): Date {
  const compiled = compileCron(cron.expression);
  const end = instantOf(at) + 1;
  return search(partsBefore(compiled, cron.zone, end - 1), (part) => {
    const wall = previousWall(compiled, Math.min(part.wallEnd, end + part.offset));
    if (wall >= part.wallStart) return new Date(wall - part.offset);
    return part.atStart ? new Date(part.start) : undefined;
  });
}

/** How many ticks lie in `(after, to]`; the work does not grow with their number. */
export function countTicks(cron: Ticking, after: Date, to: Date): number {
  const compiled = compileCron(cron.expression);
  const [from, end] = [instantOf(after) + 1, instantOf(to) + 1];
  let count = 0;
  return search(partsFrom(compiled, cron.zone, from), (part) => {
    if (part.start >= end) return count;
    if (part.atStart && part.start >= from) count += 1;
    count += countWall(
      compiled,
      Math.max(part.wallStart, from + part.offset),
      Math.min(part.wallEnd, end + part.offset),
    );
    return undefined;
  });
}

/** The ticks in `(after, to]`, ascending. */
export function ticksBetween(cron: Ticking, after: Date, to: Date): readonly Date[] {
  const compiled = compileCron(cron.expression);
  const [from, end] = [instantOf(after) + 1, instantOf(to) + 1];
  const ticks: Date[] = [];
  return search(partsFrom(compiled, cron.zone, from), (part) => {
    if (part.start >= end) return ticks;
    if (part.atStart && part.start >= from) ticks.push(new Date(part.start));
    const wallEnd = Math.min(part.wallEnd, end + part.offset);
    let wall = nextWall(compiled, Math.max(part.wallStart, from + part.offset));
    for (; wall < wallEnd; wall = nextWall(compiled, wall + 1))
      ticks.push(new Date(wall - part.offset));
    return undefined;
  });
}

/** A segment with the wall times that tick in it. */
interface Part {
  readonly start: number;
  readonly offset: number;
  readonly wallStart: number;
  readonly wallEnd: number;
  /** Ticks of the gap before this segment happen at its start, unless its first wall time ticks anyway. */
  readonly atStart: boolean;
}

function* partsFrom(cron: CompiledCron, zone: string, from: number): Generator<Part, never> {
  for (let year = new Date(from).getUTCFullYear(); ; year += 1)
    for (const segment of segmentsOfYear(zone, year))
      if (segment.end > from) yield partOf(cron, segment);
}

function* partsBefore(cron: CompiledCron, zone: string, at: number): Generator<Part, never> {
  for (let year = new Date(at).getUTCFullYear(); ; year -= 1)
    for (const segment of [...segmentsOfYear(zone, year)].reverse())
      if (segment.start <= at) yield partOf(cron, segment);
}

function partOf(cron: CompiledCron, { start, end, offset, before }: Segment): Part {
  const wallStart = start + offset;
  const shared = { start, offset, wallEnd: end + offset };
  if (cron.everyHour || offset === before) return { ...shared, wallStart, atStart: false };
  if (offset < before) return { ...shared, wallStart: start + before, atStart: false };
  const inGap = countWall(cron, start + before, wallStart) > 0;
  const anyway = countWall(cron, wallStart, wallStart + 1) > 0;
  return { ...shared, wallStart, atStart: inGap && !anyway };
}

/** What `find` makes of the first part that it makes something of; the parts never end. */
function search<T>(parts: Generator<Part, never>, find: (part: Part) => T | undefined): T {
  for (;;) {
    const found = find(parts.next().value);
    if (found !== undefined) return found;
  }
}

/** No search would end from a date that is none. */
function instantOf(date: Date): number {
  const instant = date.getTime();
  if (Number.isFinite(instant)) return instant;
  throw new SluiceError({ code: "INTERNAL.BUG", message: "A tick was sought from no date." });
}

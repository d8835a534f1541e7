/**
 * What a cron means, minute by minute: slow, and built from other parts than the implementation. It never reads a cron
 * expression (its fields are given as sets) and asks Intl for the whole wall clock, not for offsets.
 */

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;

/** The fields of a cron as sets; undefined is `*`. */
export interface NaiveCron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth?: ReadonlySet<number> | undefined;
  readonly months?: ReadonlySet<number> | undefined;
  readonly daysOfWeek?: ReadonlySet<number> | undefined;
  readonly zone: string;
}

/** The expression of the fields. */
export function naiveText({ minutes, hours, daysOfMonth, months, daysOfWeek }: NaiveCron): string {
  const field = (set: ReadonlySet<number> | undefined, size?: number) =>
    set === undefined || set.size === size ? "*" : [...set].join(",");
  return [
    field(minutes, 60),
    field(hours, 24),
    field(daysOfMonth),
    field(months),
    field(daysOfWeek),
  ].join(" ");
}

/** Every tick in `[from, to]`, as milliseconds. */
export function naiveTicks(cron: NaiveCron, from: number, to: number): number[] {
  const ticks: number[] = [];
  const seen = new Set<number>();
  // The day before shows which wall times have been.
  let before: number | undefined;
  const begin = Math.floor(from / minuteMs) * minuteMs - 1440 * minuteMs;
  for (let at = begin; at <= to; at += minuteMs) {
    const wall = wallMinute(cron.zone, at);
    if (isTick(cron, { wall, before, seen }) && at >= from) ticks.push(at);
    seen.add(wall);
    before = wall;
  }
  return ticks;
}

function isTick(
  cron: NaiveCron,
  now: {
    readonly wall: number;
    readonly before: number | undefined;
    readonly seen: ReadonlySet<number>;
  },
): boolean {
  if (cron.hours.size === 24) return matches(cron, now.wall);
  if (matches(cron, now.wall) && !now.seen.has(now.wall)) return true;
  const skipped = now.before === undefined ? now.wall : now.before + minuteMs;
  for (let wall = skipped; wall < now.wall; wall += minuteMs) if (matches(cron, wall)) return true;
  return false;
}

/** `wall` is a wall clock time, as if it were UTC. Days follow crontab(5): either, where both are restricted. */
function matches(cron: NaiveCron, wall: number): boolean {
  const at = new Date(wall);
  const { daysOfMonth, daysOfWeek, months } = cron;
  const inMonth = daysOfMonth?.has(at.getUTCDate());
  const inWeek = daysOfWeek?.has(at.getUTCDay());
  const day =
    inMonth === undefined ? (inWeek ?? true) : inWeek === undefined ? inMonth : inMonth || inWeek;
  return (
    day &&
    (months?.has(at.getUTCMonth() + 1) ?? true) &&
    cron.hours.has(at.getUTCHours()) &&
    cron.minutes.has(at.getUTCMinutes())
  );
}

/** Asking Intl takes long, and within a quarter of an hour the clock runs evenly unless its ends say otherwise. */
function wallMinute(zone: string, at: number): number {
  const start = Math.floor(at / quarterMs) * quarterMs;
  const wall = wallClock(zone, start);
  const even = wallClock(zone, start + quarterMs) - wall === quarterMs;
  return even ? wall + (at - start) : wallClock(zone, at);
}

const asked = new Map<string, number>();

function wallClock(zone: string, at: number): number {
  const key = `${zone} ${String(at)}`;
  const known = asked.get(key) ?? askClock(zone, at);
  asked.set(key, known);
  return known;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function askClock(zone: string, at: number): number {
  const format = formats.get(zone) ?? makeFormat(zone);
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute);
}

function makeFormat(zone: string): Intl.DateTimeFormat {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  formats.set(zone, format);
  return format;
}

/** Hours of a span in which a zone's clock is set, found by looking at every hour. */
export function clockChanges(zone: string, from: number, to: number): number[] {
  const hour = 60 * minuteMs;
  const changes: number[] = [];
  for (let at = from; at < to; at += hour)
    if (wallClock(zone, at + hour) - wallClock(zone, at) !== hour) changes.push(at);
  return changes;
}

/** A stretch of time with one offset, `[start, end)`. All in milliseconds. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Wall clock minus UTC. */
  readonly offset: number;
  /** Offset just before `start`: larger when the clock was set back there, smaller when it was set forward. */
  readonly before: number;
}

const dayMs = 86_400_000;

/** True for an IANA name that this machine's time zone data has. */
export function isZone(name: string): boolean {
  // Intl of newer Nodes also reads offsets such as +02:00, which have no daylight saving time.
  if (!/^[a-z]/i.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Names to suggest from. */
export function zoneNames(): readonly string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone")];
}

/** The segments that touch a year of UTC, in order, cut at its ends. */
export function segmentsOfYear(zone: string, year: number): readonly Segment[] {
  const years = known(zone);
  const found = years.segments.get(year);
  if (found) return found;
  const segments = cutYear(years.offsetAt, yearStart(year), yearStart(year + 1));
  years.segments.set(year, segments);
  return segments;
}

/** Wall clock minus UTC at an instant. */
export function offsetAt(zone: string, at: number): number {
  const years = known(zone);
  const segments = years.segments.get(new Date(at).getUTCFullYear());
  return segments?.findLast(({ start }) => start <= at)?.offset ?? years.offsetAt(at);
}

interface KnownZone {
  readonly offsetAt: (instant: number) => number;
  readonly segments: Map<number, readonly Segment[]>;
}

/** Zones asked so far: time zone data does not change while a process lives. */
const zones = new Map<string, KnownZone>();

function known(zone: string): KnownZone {
  const found = zones.get(zone);
  if (found) return found;
  const made = { offsetAt: offsetReader(zone), segments: new Map<number, readonly Segment[]>() };
  zones.set(zone, made);
  return made;
}

function offsetReader(zone: string): (instant: number) => number {
  if (zone === "UTC") return () => 0;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (instant) => {
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(instant));
    const [, sign, hours = "0", minutes = "0", seconds = "0"] = match ?? [];
    const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
    return (sign === "-" ? -size : size) * 1000;
  };
}

/** Looks at every day, so that two changes would have to fall on one day to be missed: none ever did. */
function cutYear(offset: KnownZone["offsetAt"], start: number, end: number): readonly Segment[] {
  const segments: Segment[] = [];
  let open = { start, offset: offset(start), before: offset(start - 1) };
  for (let day = start; day < end; day += dayMs) {
    const next = Math.min(day + dayMs, end);
    // The year's last instant, not the next year's first: a change there is the next year's.
    const last = next === end ? end - 1 : next;
    if (offset(last) === open.offset) continue;
    const at = changeBetween(offset, day, last);
    segments.push({ ...open, end: at });
    open = { start: at, offset: offset(at), before: open.offset };
  }
  return [...segments, { ...open, end }];
}

/** The first instant whose offset is that of `late`, not that of `early`. */
function changeBetween(offset: KnownZone["offsetAt"], early: number, late: number): number {
  const before = offset(early);
  let [low, high] = [early, late];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function yearStart(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

/** A half-open range of time `[start, end)`, in milliseconds since 1970-01-01 UTC. Never empty. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/**
 * Ranges in ascending order that neither overlap nor touch: the one form of a set of instants. Every operation here
 * takes and gives this form, in time linear in the number of ranges, however long they are.
 */
export type IntervalSet = readonly Interval[];

/** Any ranges as a set; empty ones vanish. */
export function intervalSet(ranges: Iterable<Interval>): IntervalSet {
  const sorted = [...ranges]
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  const merged: Interval[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (!last || range.start > last.end) merged.push(range);
    else if (range.end > last.end) merged.splice(-1, 1, { start: last.start, end: range.end });
  }
  return merged;
}

/** Instants of either. */
export function union(a: IntervalSet, b: IntervalSet): IntervalSet {
  return intervalSet([...a, ...b]);
}

/** Instants of both. */
export function intersect(a: IntervalSet, b: IntervalSet): IntervalSet {
  const common: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x, y] = [a[i] as Interval, b[j] as Interval];
    const start = Math.max(x.start, y.start);
    const end = Math.min(x.end, y.end);
    if (start < end) common.push({ start, end });
    if (x.end < y.end) i += 1;
    else j += 1;
  }
  return common;
}

/** Instants of `a` that are not in `b`. */
export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  return intersect(a, complement(b));
}

/** True when every instant of `inner` is in `outer`. */
export function covers(outer: IntervalSet, inner: IntervalSet): boolean {
  return subtract(inner, outer).length === 0;
}

function complement(set: IntervalSet): IntervalSet {
  const gaps: Interval[] = [];
  let start = -Infinity;
  for (const range of set) {
    if (start < range.start) gaps.push({ start, end: range.start });
    start = range.end;
  }
  if (start < Infinity) gaps.push({ start, end: Infinity });
  return gaps;
}

/** Gives numbers in [0, 1). */
export type Random = () => number;

/** A generator that any combination of keys starts anew (mulberry32): the same keys always give the same numbers. */
export function random(...keys: readonly number[]): Random {
  let state = keys.reduce(
    (hash, key) => Math.imul(hash ^ key, 0x9e3779b1) ^ (hash >>> 15),
    0x2545f491,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of the items, each as often as any other. */
export function pick<T>(from: readonly T[], next: Random): T {
  return from[Math.floor(next() * from.length)] as T;
}

/** One of the items, each as often as its weight says. */
export function weighted<T>(from: readonly (readonly [T, number])[], next: Random): T {
  let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of from) {
    left -= weight;
    if (left < 0) return value;
  }
  return (from[0] as readonly [T, number])[0];
}

/** True for every `period`th number, beginning with `first`. */
export const nth = (index: number, period: number, first: number): boolean =>
  index % period === first;

/** Gives a whole number from 0 to below `n`. */
export type Pick = (n: number) => number;

/** Numbers that follow from a seed (mulberry32). */
export function seededPick(seed: number): Pick {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

/** One of the items; undefined where there is none. */
export function pickOne<T>(items: readonly T[], pick: Pick): T | undefined {
  return items[pick(items.length)];
}

/** So many of the items in a random order, or all where they are fewer. */
export function pickSome<T>(items: readonly T[], count: number, pick: Pick): readonly T[] {
  const left = [...items];
  const picked: T[] = [];
  while (left.length > 0 && picked.length < count)
    picked.push(...left.splice(pick(left.length), 1));
  return picked;
}

/** One of the items, each as often as its weight says. */
export function pickWeighted<T>(
  items: readonly T[],
  weight: (item: T) => number,
  pick: Pick,
): T | undefined {
  const precise = 1_000_000;
  const total = items.reduce((sum, item) => sum + weight(item), 0);
  let left = (pick(precise) / precise) * total;
  return items.find((item) => (left -= weight(item)) < 0);
}

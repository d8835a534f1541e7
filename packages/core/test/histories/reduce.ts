/** A part of some steps that still fails, as small as leaving out one step after another makes it. */
export async function reduce<T>(
  steps: readonly T[],
  fails: (steps: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let found = steps;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = found.length - size; from >= 0; from -= size) {
      const less = found.filter((_, at) => at < from || at >= from + size);
      if (await fails(less)) found = less;
    }
  }
  return found;
}

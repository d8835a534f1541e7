/** Samples by what was sampled. */
export type Samples<T> = { readonly [K in keyof T]: readonly T[K][] };

/**
 * Takes `runs` samples of each subject, one of each a round, so that what disturbs the machine disturbs them alike.
 * Every second round goes backwards: no subject always follows the same other.
 */
export async function interleave<T extends Readonly<Record<string, unknown>>>(
  runs: number,
  subjects: { readonly [K in keyof T]: (round: number) => Promise<T[K]> },
): Promise<Samples<T>> {
  const names = Object.keys(subjects) as (keyof T)[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as {
    readonly [K in keyof T]: T[K][];
  };
  for (let round = 0; round < runs; round += 1) {
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) samples[name].push(await subjects[name](round));
  }
  return samples;
}

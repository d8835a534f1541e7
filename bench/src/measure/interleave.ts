/** Samples by what was sampled. */
export type Samples<K extends string> = Readonly<Record<K, readonly number[]>>;

/**
 * Takes `runs` samples of each subject, one of each a round, so that what disturbs the machine disturbs them alike.
 * Every second round goes backwards: no subject always follows the same other.
 */
export async function interleave<K extends string>(
  runs: number,
  subjects: Readonly<Record<K, (round: number) => Promise<number>>>,
): Promise<Samples<K>> {
  const names = Object.keys(subjects) as K[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    K,
    number[]
  >;
  for (let round = 0; round < runs; round += 1) {
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) samples[name].push(await subjects[name](round));
  }
  return samples;
}

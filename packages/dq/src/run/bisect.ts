/** What became of one item of a batch. */
export type Outcome<R> =
  { readonly ok: true; readonly value: R } | { readonly ok: false; readonly error: unknown };

/** How a batch is measured. */
export interface Batch<T, R> {
  /** Measures several items in one query; results in the order of the items. Rejects when any of them is broken. */
  readonly measure: (items: readonly T[]) => Promise<readonly R[]>;
  /** Rethrows what no item is to blame for. */
  readonly rethrow: (error: unknown) => void;
  /** False when the engine answers nothing more after the error: a transaction it gave up. */
  readonly alive: () => Promise<boolean>;
}

/**
 * Measures items in one query; when it fails, halves are measured alone until the broken items stand by themselves:
 * at most 2 k log2(n) + 1 queries for k broken items among n.
 */
export async function measureBatch<T, R>(
  items: readonly T[],
  batch: Batch<T, R>,
): Promise<readonly Outcome<R>[]> {
  if (items.length === 0) return [];
  try {
    const values = await batch.measure(items);
    return values.map((value) => ({ ok: true, value }));
  } catch (error) {
    batch.rethrow(error);
    const alone = items.length === 1;
    if (alone || !(await batch.alive())) return items.map(() => ({ ok: false, error }));
  }
  const middle = items.length >> 1;
  const first = await measureBatch(items.slice(0, middle), batch);
  return [...first, ...(await measureBatch(items.slice(middle), batch))];
}

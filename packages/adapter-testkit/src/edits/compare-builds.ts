import type { BuildOutcome, RelationContent } from "./build-side.js";

/** A relation, or the error of a model, that differs from that of a fresh build. */
export interface Difference {
  readonly name: string;
  /** The difference in lines for people. */
  readonly text: string;
}

/** Where an incremental build differs from a fresh one of the same files. */
export function differencesOf(
  incremental: BuildOutcome,
  fresh: BuildOutcome,
): readonly Difference[] {
  const failed = new Set([...incremental.errors.keys(), ...fresh.errors.keys()]);
  const errors = [...failed].flatMap((name): readonly Difference[] => {
    const [old, now] = [incremental.errors.get(name), fresh.errors.get(name)];
    if (old?.code === now?.code) return [];
    const text = (error: typeof old) => (error ? `${error.code}: ${error.message}` : "no error");
    return [{ name, text: `incremental: ${text(old)}\nfresh: ${text(now)}` }];
  });
  const names = new Set([...incremental.relations.keys(), ...fresh.relations.keys()]);
  const relations = [...names].flatMap((name): readonly Difference[] => {
    const text = relationDifference(incremental.relations.get(name), fresh.relations.get(name));
    return text === undefined ? [] : [{ name, text }];
  });
  return [...errors, ...relations];
}

function relationDifference(
  incremental: RelationContent | undefined,
  fresh: RelationContent | undefined,
): string | undefined {
  // Behind a model that fails nothing is compared: readers keep what they had.
  if (incremental === undefined || fresh === undefined) return undefined;
  const [columns, wanted] = [incremental.columns.join(", "), fresh.columns.join(", ")];
  if (columns !== wanted) return `incremental columns: ${columns}\nfresh columns: ${wanted}`;
  const surplus = without(incremental.rows, fresh.rows);
  const missing = without(fresh.rows, incremental.rows);
  if (surplus.length + missing.length === 0) return undefined;
  const first = (rows: readonly string[]) => rows.slice(0, 3).join("\n  ");
  return `only incremental (${String(surplus.length)}):\n  ${first(surplus)}\nonly fresh (${String(missing.length)}):\n  ${first(missing)}`;
}

/** The rows that others lack, each as often as they lack it. */
function without(rows: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}

/** True for relations with the same columns and rows. */
export function isSameContent(one: RelationContent | undefined, two: RelationContent | undefined) {
  return JSON.stringify(one) === JSON.stringify(two);
}

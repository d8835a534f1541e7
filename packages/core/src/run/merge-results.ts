import type { CheckResult } from "../model/check/check.js";

/** One result for each check of all batches: the worst, with what was counted added up. */
export function mergeResults(results: readonly CheckResult[]): readonly CheckResult[] {
  const order = ["failed", "error", "warned", "passed", "skipped"];
  const merged = new Map<string, CheckResult>();
  for (const result of results) {
    const known = merged.get(result.check);
    if (!known) {
      merged.set(result.check, result);
      continue;
    }
    const [worse, other] =
      order.indexOf(result.status) < order.indexOf(known.status)
        ? [result, known]
        : [known, result];
    const add = (a: number | undefined, b: number | undefined) =>
      a === undefined || b === undefined ? a : a + b;
    merged.set(result.check, {
      ...worse,
      rows: add(worse.rows, other.rows),
      failing: add(worse.failing, other.failing),
    });
  }
  return [...merged.values()];
}

import type { CallOptions, SqlRunner } from "./warehouse-adapter.js";

/**
 * Runs statements of a transaction in order, each as a text of its own: not every engine takes several in one. All but
 * the last may travel with it.
 */
export async function runStatements(
  tx: SqlRunner,
  statements: readonly string[],
  options: CallOptions = {},
): Promise<void> {
  const last = statements.at(-1);
  for (const sql of statements.slice(0, -1)) await tx.execute(sql, { ...options, deferred: true });
  if (last !== undefined) await tx.execute(last, options);
}

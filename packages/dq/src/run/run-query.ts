import {
  isSluiceError,
  SluiceError,
  type CallOptions,
  type Row,
  type SqlRunner,
} from "@sluice/core/adapter";

/** Runs a query to its end. Raises `RUN.CANCELLED` when the signal aborts. */
export async function runQuery(
  runner: SqlRunner,
  sql: string,
  options: CallOptions | undefined,
): Promise<readonly Row[]> {
  throwIfCancelled(options);
  const rows: Row[] = [];
  for await (const row of runner.query(sql, options)) rows.push(row);
  return rows;
}

/** Raises `RUN.CANCELLED` when the signal has aborted. */
export function throwIfCancelled(options: CallOptions | undefined, cause?: unknown): void {
  if (!options?.signal?.aborted) return;
  throw new SluiceError({ code: "RUN.CANCELLED", message: "The checks were cancelled.", cause });
}

/** Rethrows an error that says nothing about a check: the run was cancelled, or the warehouse is gone. */
export function rethrowForeign(error: unknown, options: CallOptions | undefined): void {
  throwIfCancelled(options, error);
  if (isSluiceError(error) && foreign.has(error.code)) throw error;
}

const foreign: ReadonlySet<string> = new Set([
  "RUN.CANCELLED",
  "ADAPTER.CLOSED",
  "ADAPTER.CONNECT",
]);

import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { stateRelation, type StateTable } from "./state-tables.js";

/** The transaction that a change of the state is written in. */
export interface StateWriter {
  readonly runner: SqlRunner;
  readonly dialect: Dialect;
}

/** A function for each type of some changes. */
export type ChangeWriters<C extends { readonly type: string }> = {
  readonly [T in C["type"]]: (
    change: Extract<C, { readonly type: T }>,
    to: StateWriter,
  ) => Promise<void>;
};

/** Deletes the rows of a state table whose column has one of some values; sent with the next statement. */
export async function deleteListed(
  { runner, dialect }: StateWriter,
  table: StateTable,
  [column, values]: readonly [string, readonly string[]],
): Promise<void> {
  if (values.length === 0) return;
  const sql = dialect.deleteWhere(stateRelation(table), listed(column, values, dialect));
  await runner.execute(sql, { deferred: true });
}

/** Predicate: a column has one of some values. */
export function listed(column: string, values: readonly string[], dialect: Dialect): string {
  return `${column} in (${values.map((value) => dialect.literal(value)).join(", ")})`;
}

/** An instant as a literal of a column of the state. */
export function timeLiteral(at: Date, dialect: Dialect): string {
  return dialect.literal(at, dialect.typeFor("timestamp"));
}

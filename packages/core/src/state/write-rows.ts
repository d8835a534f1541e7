import type { Dialect } from "../warehouse/dialect.js";
import type { SqlValue } from "../warehouse/values.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import {
  insertRows,
  stateRelation,
  valuesOf,
  type StateRow,
  type StateTable,
} from "./state-tables.js";

/** From this many rows on an appender costs less than the literals of one statement, which the engine binds one by one. */
const LEAST_APPENDED = 50;

/** Where rows of the state are written. */
interface Writer {
  readonly runner: SqlRunner;
  readonly dialect: Dialect;
}

/** Writes rows into a state table: few by a statement that is sent with the next one, many by the runner's `load`. */
export async function writeRows<T extends StateTable>(
  { runner, dialect }: Writer,
  table: T,
  rows: readonly StateRow<T>[],
): Promise<void> {
  if (rows.length >= LEAST_APPENDED) {
    await runner.load(
      stateRelation(table),
      rows.map((row): readonly SqlValue[] => valuesOf(table, row)),
    );
    return;
  }
  for (const statement of insertRows(dialect, table, rows))
    await runner.execute(statement, { deferred: true });
}

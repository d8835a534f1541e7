import type { Row } from "../warehouse/values.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";

/** All rows of a query that gives few. */
export async function rowsOf(runner: SqlRunner, sql: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of runner.query(sql)) rows.push(row);
  return rows;
}

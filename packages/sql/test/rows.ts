/** A row of a query. */
export type Row = Readonly<Record<string, unknown>>;

/** All rows of a query. */
export async function rowsOf(found: AsyncIterable<Row>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of found) rows.push(row);
  return rows;
}

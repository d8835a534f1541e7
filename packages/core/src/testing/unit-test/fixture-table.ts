import type { RelationRef } from "../../warehouse/dialect.js";
import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { castRows } from "./cast-rows.js";
import { csvSource } from "./csv-source.js";
import { POSITION, type Fixture, type RowSource } from "./fixture.js";
import { refuseInexact } from "./inexact-values.js";
import { rowsSource } from "./rows-source.js";
import { sqlSource } from "./sql-source.js";

/** Rows of a fixture, read and cast exactly; undefined as table where there are none. */
export interface FixtureRows {
  /** Columns that the rows name. */
  readonly columns: readonly ColumnInfo[];
  /** Holds the position of each row, and for each column its text and its value. */
  readonly table: RelationRef | undefined;
}

/** Reads the rows of a fixture. Raises `DQ.TEST_INVALID` for a value that its column would change. */
export async function readFixture(
  fixture: Fixture,
  engine: WarehouseAdapter,
): Promise<FixtureRows> {
  const { rows } = fixture.rows;
  if (rows?.length === 0) return { columns: [], table: undefined };
  const source = await sourceOf(fixture, engine);
  const { columns } = source;
  const { table, isChecked } = await castRows(fixture, source, engine);
  if (!isChecked) await refuseInexact(fixture, { ...source, table }, engine);
  return { columns, table };
}

/** Creates a table of these columns with the rows of a fixture; columns that they do not name are null. */
export async function createFixtureTable(
  target: RelationRef,
  { columns, rows }: { readonly columns: readonly ColumnInfo[]; readonly rows?: FixtureRows },
  engine: WarehouseAdapter,
): Promise<void> {
  const { dialect } = engine;
  if (rows?.table === undefined) {
    const nullable = columns.map((column) => ({ ...column, nullable: true }));
    await engine.execute(dialect.createTable(target, nullable));
    return;
  }
  const named = rows.columns;
  const values = columns.map((column) => {
    const own = columnNamed(named, column.name);
    const value =
      own === undefined
        ? dialect.literal(null, column.type)
        : dialect.quoteIdentifier(`v${named.indexOf(own)}`);
    return `${value} as ${dialect.quoteIdentifier(column.name)}`;
  });
  const select = `select ${values.join(", ")} from ${dialect.relation(rows.table)} order by ${dialect.quoteIdentifier(POSITION)}`;
  await engine.execute(dialect.createTableAs(target, select));
}

async function sourceOf(fixture: Fixture, engine: WarehouseAdapter): Promise<RowSource> {
  const { rows, csv, sql } = fixture.rows;
  if (csv !== undefined) return csvSource(fixture, csv, engine);
  if (sql !== undefined) return sqlSource(fixture, sql, engine);
  return rowsSource(fixture, rows ?? [], engine.dialect);
}

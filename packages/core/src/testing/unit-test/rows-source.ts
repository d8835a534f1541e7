import { foldName } from "@sluice/sql/text";
import type { Dialect } from "../../warehouse/dialect.js";
import type { SqlValue } from "../../warehouse/values.js";
import type { CellReader } from "./cell.js";
import { textsOf } from "./cell-value.js";
import {
  columnOf,
  invalidRows,
  labelOf,
  POSITION,
  refuseTwice,
  type Fixture,
  type RowSource,
  type SourceColumn,
} from "./fixture.js";

type TestRow = Readonly<Record<string, unknown>>;

/** Rows that are written as values by column. A column that a row leaves out is null there. */
export function rowsSource(
  fixture: Fixture,
  rows: readonly TestRow[],
  dialect: Dialect,
): RowSource {
  const { text } = fixture.loaded;
  const base = text.isList(fixture.path) ? fixture.path : [...fixture.path, "rows"];
  const columns = namedColumns(fixture, rows, base);
  const keys = rows.map(
    (row) => new Map(Object.keys(row).map((name) => [foldName(name), name] as const)),
  );
  const pathOf = (row: number, column: string) => {
    const key = keys[row]?.get(foldName(column));
    return [...base, row, ...(key === undefined ? [] : [key])];
  };
  const cell = (row: TestRow, i: number, column: SourceColumn): string => {
    const path = pathOf(i, column.name);
    const key = keys[i]?.get(foldName(column.name));
    const value = key === undefined ? null : row[key];
    const reader: CellReader = {
      written: text.written,
      refuse: (part, problem, hint) => {
        throw invalidRows(fixture, {
          message: `Row ${i + 1} of \`${labelOf(fixture)}\`: \`${column.name}\` is ${column.type} and ${problem}.`,
          where: part.isField
            ? text.placeOfKey(part.path)
            : text.placeOf(part.path.length === 0 ? path : part.path),
          hints: [hint],
        });
      },
    };
    return textSql(textsOf({ value, path }, dialect.parseType(column.type), reader), dialect);
  };
  const tuples = rows.map(
    (row, i) => `(${[i + 1, ...columns.map((column) => cell(row, i, column))].join(", ")})`,
  );
  const names = [POSITION, ...columns.map((_, i) => `t${i}`)].map((name) =>
    dialect.quoteIdentifier(name),
  );
  return {
    select: `select * from (values ${tuples.join(",\n")}) as given(${names.join(", ")})`,
    columns,
    placeOf: (row, column) => text.placeOf(pathOf(row - 1, column)),
  };
}

/** Columns that rows name, in order of first appearance. */
function namedColumns(
  fixture: Fixture,
  rows: readonly TestRow[],
  base: readonly PropertyKey[],
): readonly SourceColumn[] {
  const columns = new Map<string, SourceColumn>();
  for (const [i, row] of rows.entries()) {
    const names = Object.keys(row).map((name) => ({
      name,
      where: fixture.loaded.text.placeOfKey([...base, i, name]),
    }));
    refuseTwice(fixture, names, `Row ${i + 1} of \`${labelOf(fixture)}\``);
    for (const name of names) {
      const column = columnOf(fixture, name);
      columns.set(column.name, { ...column, isText: true });
    }
  }
  return [...columns.values()];
}

/** The text that is cast exactly to the type of the column. */
function textSql(value: SqlValue, dialect: Dialect): string {
  const text = value === null ? null : dialect.exactText(value);
  return dialect.cast(dialect.literal(text), dialect.typeFor("text") ?? "text");
}

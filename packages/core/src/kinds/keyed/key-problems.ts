import { type ColumnInfo, columnNamed, foldName } from "@sluice/sql/text";
import type { Dialect, TypeKind } from "../../warehouse/dialect.js";
import type { OptionProblem } from "../kind.js";
import { unknownColumn } from "../unknown-column.js";

const orderedKinds: readonly TypeKind[] = ["date", "timestamp", "timestamptz", "integer", "bigint"];

/** Problems of a `key`: none at all, one named twice, one the query does not give. */
export function keyColumnProblems(
  columns: readonly ColumnInfo[],
  key: readonly string[],
): readonly OptionProblem[] {
  if (key.length === 0) {
    const hints = [
      "Name the columns that tell rows apart; for rows that are only added, `append`.",
    ];
    return [{ message: "its `key` names no column.", hints }];
  }
  const twice = key.filter((name, i) => key.map(foldName).indexOf(foldName(name)) < i);
  return [
    ...twice.map((name) => ({ message: `its \`key\` names \`${name}\` twice.`, hints: [] })),
    ...key.flatMap((name) =>
      columnNamed(columns, name) ? [] : [unknownColumn(columns, name, "key")],
    ),
  ];
}

/** Problems of a column that tells when a row is from: one the query does not give, or without an order of time. */
export function orderedProblems(
  option: "updated_at" | "time",
  name: string,
  { columns, dialect }: { readonly columns: readonly ColumnInfo[]; readonly dialect: Dialect },
): readonly OptionProblem[] {
  const column = columnNamed(columns, name);
  if (!column) return [unknownColumn(columns, name, option)];
  if (orderedKinds.includes(dialect.parseType(column.type).kind)) return [];
  const message = `\`${column.name}\`, its \`${option}\`, is ${column.type}, whose order is not that of time.`;
  return [{ message, hints: ["Cast it in the query to a date, a timestamp or an integer."] }];
}

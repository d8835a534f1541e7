import { type ColumnInfo, columnNamed, foldName } from "@sluice/sql/text";
import type { Dialect, TypeKind } from "../../warehouse/dialect.js";
import type { AppendOptions, IncrementalByKeyOptions } from "../../model/kind.js";
import { keyColumns } from "./key-columns.js";
import type { OptionProblem } from "../kind.js";
import { unknownColumn } from "../unknown-column.js";

const orderedKinds: readonly TypeKind[] = ["date", "timestamp", "timestamptz", "integer", "bigint"];

/** Problems of `key`, `updated_at` and `deletes` of a model with `incremental_by_key`. */
export function keyProblems(
  columns: readonly ColumnInfo[],
  options: IncrementalByKeyOptions,
  dialect: Dialect,
): readonly OptionProblem[] {
  const { key, updated_at, deletes } = options;
  const problems = [...keyColumnProblems(columns, keyColumns(key))];
  if (updated_at !== undefined) {
    problems.push(...orderedProblems("updated_at", updated_at, { columns, dialect }));
  }
  if (typeof deletes === "object") {
    problems.push(...flagProblems(columns, deletes.column, dialect));
  }
  return problems;
}

/** Problems of `time` of a model with `append`. */
export function appendProblems(
  columns: readonly ColumnInfo[],
  { time }: AppendOptions,
  dialect: Dialect,
): readonly OptionProblem[] {
  return time === undefined ? [] : orderedProblems("time", time, { columns, dialect });
}

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

function orderedProblems(
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

function flagProblems(
  columns: readonly ColumnInfo[],
  name: string,
  dialect: Dialect,
): readonly OptionProblem[] {
  const column = columnNamed(columns, name);
  if (!column) return [unknownColumn(columns, name, "deletes")];
  if (dialect.parseType(column.type).kind === "boolean") return [];
  const message = `\`${column.name}\`, its \`deletes\`, is ${column.type} and not a boolean.`;
  return [{ message, hints: [`Give a comparison in the query, such as \`op = 'D' as ${name}\`.`] }];
}

import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import type { IncrementalByKeyOptions } from "../../model/kind.js";
import type { Dialect } from "../../warehouse/dialect.js";
import { keyColumns } from "../keyed/key-columns.js";
import { keyColumnProblems, orderedProblems } from "../keyed/key-problems.js";
import type { OptionProblem } from "../kind.js";
import { unknownColumn } from "../unknown-column.js";

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

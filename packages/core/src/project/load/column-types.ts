import type { Dialect } from "../../warehouse/dialect.js";
import { diagnostic, type Diagnostic, type Place } from "../../base/errors/sluice-error.js";
import type { ColumnSpec } from "../../model/model.js";

/** Columns whose types the engine has, and the faults of the other types. */
export interface CheckedColumns {
  /** A column of a refused type has none. */
  readonly columns: readonly ColumnSpec[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Compares declared types with those of the engine; `placeOf` gives the place of an offset in a column's type. */
export function checkColumnTypes(
  columns: readonly ColumnSpec[],
  dialect: Pick<Dialect, "typeProblem">,
  placeOf: (column: ColumnSpec, offset: number) => Place,
): CheckedColumns {
  const diagnostics: Diagnostic[] = [];
  const checked = columns.map((column) => {
    const problem = column.type === undefined ? undefined : dialect.typeProblem(column.type);
    if (!problem) return column;
    diagnostics.push(
      diagnostic({
        code: "MODEL.TYPE_INVALID",
        message: `The type \`${column.type ?? ""}\` of the column \`${column.name}\` is invalid: ${problem.message}.`,
        where: placeOf(column, problem.at),
        hints: problem.hints,
      }),
    );
    return { ...column, type: undefined };
  });
  return { columns: checked, diagnostics };
}

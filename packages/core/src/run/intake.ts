import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import { isSluiceError } from "../base/errors/sluice-error.js";
import { castGuard } from "../plan/evolve/cast-guard.js";
import { compareColumns, type RetypedColumn } from "../plan/evolve/compare-columns.js";
import { rebuildHint, renames } from "../plan/evolve/ways-out.js";
import type { Guard } from "../kinds/keyed/guard.js";
import { evolutionRules } from "../plan/evolve-columns.js";
import { physicalRef } from "../plan/view-ref.js";
import { queryColumns } from "../kinds/query-columns.js";
import type { Update } from "./update.js";

/** How the rows of a query come into a table whose columns may have other types. */
export interface Intake {
  /** Columns of the query, with the types of the table. */
  readonly columns: readonly ColumnInfo[];
  /** Columns whose values are cast to the table's type. */
  readonly casts: readonly RetypedColumn[];
}

/**
 * Compares the types of a query with those of its table, both as they are in the warehouse: a table that became wider
 * takes narrower values, and what a query reads may be wider than it was when the project was bound.
 */
export async function intakeOf(update: Update, query: string): Promise<Intake> {
  const { node, planned, execution } = update;
  const { warehouse, dialect, signal } = execution;
  const bound = queryColumns(node.model.kind, execution.columns.get(node.model.name) ?? []);
  const given = await columnsGiven(update, query, bound);
  const table =
    (await warehouse.describe(physicalRef(planned.physical), { signal }))?.columns ?? [];
  const types = (name: string) => columnNamed(table, name)?.type;
  return {
    columns: bound.map((column) => ({ ...column, type: types(column.name) ?? column.type })),
    casts: compareColumns(given, table, dialect).retyped,
  };
}

/** Columns of a query as the engine binds it now. One that it cannot bind is told of where the query runs. */
async function columnsGiven(
  { execution: { warehouse, signal } }: Update,
  query: string,
  bound: readonly ColumnInfo[],
): Promise<readonly ColumnInfo[]> {
  try {
    return (await warehouse.dryRun(query, { signal })).columns;
  } catch (error) {
    if (isSluiceError(error)) return bound;
    throw error;
  }
}

/** Refuses rows with values that the types of the table would change; undefined where every type has room for them. */
export function intakeGuard(
  { node, execution: { dialect } }: Update,
  of: { readonly casts: readonly RetypedColumn[]; readonly from: string },
): Guard | undefined {
  return castGuard(
    { ...of, dialect },
    {
      subject: "Writing the rows of the query into the table",
      hints: [...renames(evolutionRules(node.model), of.casts), rebuildHint],
    },
  );
}

/** Expressions that give the columns of a query the types of the table. */
export function castList({ columns, casts }: Intake, { execution: { dialect } }: Update): string {
  return columns
    .map(({ name }) => {
      const column = dialect.quoteIdentifier(name);
      const cast = columnNamed(casts, name);
      return cast ? `${dialect.cast(column, cast.to)} as ${column}` : column;
    })
    .join(", ");
}

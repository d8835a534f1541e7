import { intervalsOf } from "../../kinds/all-kinds.js";
import { type ColumnInfo, columnNamed, foldName } from "@sluice/sql/text";
import type { Dialect } from "../../warehouse/dialect.js";
import type { ModelNode } from "../../project/resolve/graph.js";
import {
  filterComparisons,
  type Comparison,
  type Select,
} from "../../project/validate/filter-comparisons.js";

/** A relation of which a query takes the rows whose time lies between `$start` and `$end`. */
export interface TimeInput {
  /** Full name of a model or source. */
  readonly name: string;
  /** Quoted name under which the expression knows the relation. */
  readonly alias: string;
  /** SQL expression over the relation: the time that is compared. */
  readonly time: string;
  /** The same time, however the relation is called in the query: its column, and the type it is cast to. */
  readonly meaning: readonly string[];
}

/** Meanings of the names in a query. */
export interface TimeInputContext {
  /** As the engine binds them, by full name of model or source. */
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[]>;
  readonly dialect: Dialect;
}

/**
 * The relations that a table filled by time takes by time: a column of theirs is compared with both `$start` and `$end`,
 * in conditions that every row has to pass. Others, such as tables of names, are read whole for every interval.
 */
export function timeInputs(
  node: Pick<ModelNode, "model" | "references">,
  context: TimeInputContext,
): readonly TimeInput[] {
  const { model, references } = node;
  if (!intervalsOf(model.kind) || !model.sql) return [];
  const found = new Map<string, TimeInput>();
  const bounded = filterComparisons(model.sql.text, references, context.dialect.lexis).flatMap(
    (comparison) => {
      const input = inputOf(comparison, context);
      return input ? [{ ...comparison, input, key: JSON.stringify(input) }] : [];
    },
  );
  for (const { input, key, select, operator } of bounded) {
    const isOtherBound = (other: (typeof bounded)[number]) =>
      other.select === select &&
      other.key === key &&
      other.operator.startsWith(">") !== operator.startsWith(">");
    if (bounded.some(isOtherBound)) found.set(key, input);
  }
  return [...found.values()];
}

/** The relation whose column is compared with a bound, lower or upper as it should be. */
function inputOf(comparison: Comparison, context: TimeInputContext): TimeInput | undefined {
  const { left, operator, right, select } = comparison;
  if (left.is !== "column" || right.is !== "bound") return undefined;
  if ((right.name === "start") !== operator.startsWith(">")) return undefined;
  const { dialect, columns } = context;
  const [only, ...others] = columnsNamed(left.parts, select, columns);
  if (only === undefined || others.length > 0) return undefined;
  const alias = dialect.quoteIdentifier(only.alias);
  const plain = `${alias}.${dialect.quoteIdentifier(only.column)}`;
  const time = left.cast === undefined ? plain : dialect.cast(plain, left.cast);
  const meaning = [only.column, ...(left.cast === undefined ? [] : [left.cast])];
  return { name: only.relation, alias, time, meaning };
}

/** A column of a relation, under the name that the relation has in a query. */
interface NamedColumn {
  readonly relation: string;
  readonly alias: string;
  readonly column: string;
}

/** The columns of relations that a name in a select can mean: of its own tables, and of CTEs that pass them on. */
function columnsNamed(
  parts: readonly string[],
  select: Select,
  columns: TimeInputContext["columns"],
): readonly NamedColumn[] {
  const [column = "", table, ...more] = [...parts].reverse();
  if (more.length > 0) return [];
  const isNamed = (alias: string) => table === undefined || alias === foldName(table);
  const own = [...select.tables].flatMap(([alias, relation]): readonly NamedColumn[] => {
    const found = isNamed(alias) ? columnNamed(columns.get(relation) ?? [], column) : undefined;
    return found ? [{ relation, alias, column: found.name }] : [];
  });
  const passed = [...select.ctes].flatMap(([alias, cte]) =>
    isNamed(alias) ? passedOn(column, cte, columns) : [],
  );
  return [...own, ...passed];
}

/** The columns that a CTE passes on under a name. */
function passedOn(
  column: string,
  cte: Select,
  columns: TimeInputContext["columns"],
): readonly NamedColumn[] {
  const name = foldName(column);
  if (!cte.columns || cte.columns.made.has(name)) return [];
  const { named, star } = cte.columns;
  const read = named.get(name);
  if (read !== undefined) return star ? [] : columnsNamed(read, cte, columns);
  return star && cte.sources === 1 ? columnsNamed([column], cte, columns) : [];
}

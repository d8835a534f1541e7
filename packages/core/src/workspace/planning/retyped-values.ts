import type { ColumnInfo } from "../../adapter/column-info.js";
import { foldName } from "../../adapter/name.js";
import type { WarehouseAdapter } from "../../adapter/warehouse-adapter.js";
import { isSluiceError } from "../../errors/sluice-error.js";
import { castCounts } from "../../evolve/cast-guard.js";
import { compareColumns, type RetypedColumn } from "../../evolve/compare-columns.js";
import { doubtfulCasts, type CountLost, type TableValues } from "../../evolve/merged-type.js";
import { rowsOf } from "../../execute/rows-of.js";
import type { PlanInput } from "../../plan/plan-input.js";
import { physicalRef } from "../../plan/view-ref.js";

/** The tables that are looked through, and the columns they should have. */
export interface CountBasis extends Pick<PlanInput, "columns" | "existing" | "state" | "texts"> {
  readonly warehouse: WarehouseAdapter;
}

/**
 * The values of incremental tables in columns that get another type, where the types alone do not tell whether a cast loses
 * any: how many each cast would change, and whether there are any. Most plans ask no query.
 */
export async function valuesOfRetyped(
  basis: CountBasis,
): Promise<ReadonlyMap<string, TableValues>> {
  const found = new Map<string, TableValues>();
  for (const [physical, { columns: before }] of basis.texts) {
    const retyped = retypedColumns(physical, before, basis);
    const { dialect } = basis.warehouse;
    const casts = retyped.flatMap((column) => doubtfulCasts(column, dialect));
    if (casts.length === 0) continue;
    const names = [...new Set(casts.map(({ name }) => name))];
    const empty = await emptyColumns(physical, names, basis.warehouse);
    const countLost = await counted(physical, casts, basis.warehouse);
    found.set(physical, { countLost, isEmpty: (name) => empty.has(foldName(name)) });
  }
  return found;
}

function retypedColumns(
  physical: string,
  before: readonly ColumnInfo[],
  { columns, existing, state, warehouse: { dialect } }: CountBasis,
): readonly RetypedColumn[] {
  const [version] = state.relations.get(physical) ?? [];
  const after = version && columns.get(version.model);
  if (!after || !existing.physical.has(physical.toLowerCase())) return [];
  return compareColumns(before, after, dialect).retyped;
}

/** Names of those columns of a table that have no value, folded. */
async function emptyColumns(
  physical: string,
  names: readonly string[],
  warehouse: WarehouseAdapter,
): Promise<ReadonlySet<string>> {
  const { dialect } = warehouse;
  const counts = names.map((name, i) => `count(${dialect.quoteIdentifier(name)}) as n${i}`);
  const from = dialect.relation(physicalRef(physical));
  const [row] = await rowsOf(warehouse, `select ${counts.join(", ")} from ${from}`);
  return new Set(
    names.flatMap((name, i) => (Number(row?.[`n${i}`]) === 0 ? [foldName(name)] : [])),
  );
}

async function counted(
  physical: string,
  casts: readonly RetypedColumn[],
  warehouse: WarehouseAdapter,
): Promise<CountLost> {
  const lost = await countsOf(physical, casts, warehouse);
  return ({ name, to }) => lost[casts.findIndex((cast) => cast.name === name && cast.to === to)];
}

/** A cast that the engine does not know spoils the query of all: then each is asked for alone, and that one loses all. */
async function countsOf(
  physical: string,
  casts: readonly RetypedColumn[],
  warehouse: WarehouseAdapter,
): Promise<readonly number[]> {
  const { dialect } = warehouse;
  const from = dialect.relation(physicalRef(physical));
  try {
    const { sql, counts } = castCounts({ casts, from, dialect });
    return counts((await rowsOf(warehouse, sql))[0]);
  } catch (error) {
    if (!isSluiceError(error) || error.code === "RUN.CANCELLED") throw error;
    if (casts.length === 1) return [Infinity];
    const alone = [];
    for (const cast of casts) alone.push(...(await countsOf(physical, [cast], warehouse)));
    return alone;
  }
}

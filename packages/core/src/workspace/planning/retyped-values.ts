import { foldName } from "@sluice/sql/text";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import { castCounts } from "../../plan/evolve/cast-guard.js";
import { compareColumns, type RetypedColumn } from "../../plan/evolve/compare-columns.js";
import { doubtfulCasts, type CountLost, type TableValues } from "../../plan/evolve/merged-type.js";
import { rowsOf } from "../../run/rows-of.js";
import type { Graph } from "../../project/resolve/graph.js";
import type { PlanInput } from "../../plan/plan-input.js";
import { physicalRef } from "../../plan/view-ref.js";
import { guessedWithoutValue } from "./guessed-types.js";

/** The tables that are looked through, and the columns they should have. */
export interface CountBasis extends Pick<PlanInput, "columns" | "existing" | "state" | "texts"> {
  readonly graph: Graph;
  readonly warehouse: WarehouseAdapter;
}

/**
 * The values of incremental tables in columns that get another type: how many each cast would change where the types alone
 * do not tell, whether there are any, and whether the other type is a guess of no value. Most plans ask no query.
 */
export async function valuesOfRetyped(
  basis: CountBasis,
): Promise<ReadonlyMap<string, TableValues>> {
  const found = new Map<string, TableValues>();
  const tables = retypedTables(basis);
  if (tables.length === 0) return found;
  const guessed = await guessedColumns(tables, basis);
  const { dialect } = basis.warehouse;
  for (const { physical, model, retyped } of tables) {
    const isGuess = (name: string) => guessed.get(model)?.has(foldName(name)) === true;
    const casts = retyped.flatMap((column) => doubtfulCasts(column, dialect));
    const names = [...new Set(casts.map(({ name }) => name))];
    const empty = await emptyColumns(physical, names, basis.warehouse);
    const countLost = await counted(physical, casts, basis.warehouse);
    found.set(physical, { countLost, isEmpty: (name) => empty.has(foldName(name)), isGuess });
  }
  return found;
}

/** A table with columns that the query of its model gives with another type. */
interface RetypedTable {
  readonly physical: string;
  readonly model: string;
  readonly retyped: readonly RetypedColumn[];
}

function retypedTables(basis: CountBasis): readonly RetypedTable[] {
  const { texts, columns, existing, state, warehouse } = basis;
  return [...texts].flatMap(([physical, { columns: before }]) => {
    const [version] = state.relations.get(physical) ?? [];
    const after = version && columns.get(version.model);
    if (!after || !existing.physical.has(physical.toLowerCase())) return [];
    const { retyped } = compareColumns(before, after, warehouse.dialect);
    return retyped.length === 0 ? [] : [{ physical, model: version.model, retyped }];
  });
}

/** Retyped columns whose new type is a guess of no value, by model. */
async function guessedColumns(tables: readonly RetypedTable[], basis: CountBasis) {
  const names = new Map<string, string[]>();
  for (const { model, retyped } of tables)
    names.set(model, [...(names.get(model) ?? []), ...retyped.map(({ name }) => name)]);
  return guessedWithoutValue(names, basis);
}

/** Names of those columns of a table that have no value, folded. */
async function emptyColumns(
  physical: string,
  names: readonly string[],
  warehouse: WarehouseAdapter,
): Promise<ReadonlySet<string>> {
  const { dialect } = warehouse;
  if (names.length === 0) return new Set();
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
  if (casts.length === 0) return () => undefined;
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

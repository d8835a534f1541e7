import type { ColumnInfo } from "../../adapter/dialect.js";
import type { WarehouseAdapter } from "../../adapter/warehouse-adapter.js";
import { isSluiceError } from "../../errors/sluice-error.js";
import { castCounts } from "../../evolve/cast-guard.js";
import { compareColumns, type RetypedColumn } from "../../evolve/compare-columns.js";
import { doubtfulCasts, type CountLost } from "../../evolve/merged-type.js";
import { rowsOf } from "../../execute/rows-of.js";
import type { PlanInput } from "../../plan/plan-input.js";
import { physicalRef } from "../../plan/view-ref.js";

/** The tables that are looked through, and the columns they should have. */
export interface CountBasis extends Pick<PlanInput, "columns" | "existing" | "state" | "texts"> {
  readonly warehouse: WarehouseAdapter;
}

/**
 * Counts the values of kept tables that a cast to another type would change, where a column got another type and the
 * types alone do not tell. One query a table; most plans ask none.
 */
export async function countLost(basis: CountBasis): Promise<ReadonlyMap<string, CountLost>> {
  const found = new Map<string, CountLost>();
  for (const [physical, { columns: before }] of basis.texts) {
    const casts = doubtful(physical, before, basis);
    if (casts.length > 0) found.set(physical, await counted(physical, casts, basis.warehouse));
  }
  return found;
}

function doubtful(
  physical: string,
  before: readonly ColumnInfo[],
  { columns, existing, state, warehouse: { dialect } }: CountBasis,
): readonly RetypedColumn[] {
  const [version] = state.relations.get(physical) ?? [];
  const after = version && columns.get(version.model);
  if (!after || !existing.physical.has(physical.toLowerCase())) return [];
  const { retyped } = compareColumns(before, after, dialect);
  return retyped.flatMap((column) => doubtfulCasts(column, dialect));
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

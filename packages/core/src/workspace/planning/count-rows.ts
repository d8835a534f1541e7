import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import { rowsOf } from "../../run/rows-of.js";
import { isIncremental } from "../../kinds/all-kinds.js";
import type { PlanInput } from "../../plan/plan-input.js";
import { physicalRef } from "../../plan/view-ref.js";
import { publishedVersion } from "../../state/published-version.js";

const COUNTS_PER_QUERY = 100;

/** Rows of tables in the system schema, by name. An engine answers a bare count from its metadata. */
export async function countRows(
  tables: readonly string[],
  warehouse: WarehouseAdapter,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let at = 0; at < tables.length; at += COUNTS_PER_QUERY) {
    const found = await countSome(tables.slice(at, at + COUNTS_PER_QUERY), warehouse);
    for (const [name, rows] of found) counts.set(name, rows);
  }
  return counts;
}

/** Rows of the published incremental tables whose model has another version now, or begins anew. */
export async function rowsAtRisk(
  input: Pick<PlanInput, "graph" | "state" | "fingerprints" | "existing" | "rebuild">,
  warehouse: WarehouseAdapter,
): Promise<ReadonlyMap<string, number>> {
  const { graph, state, fingerprints, existing, rebuild } = input;
  const tables = [...graph.nodes.values()].flatMap(({ model: { name, kind } }) => {
    const version = isIncremental(kind) ? publishedVersion(state, name) : undefined;
    if (!version || !existing.physical.has(version.physical.toLowerCase())) return [];
    const isOther = version.fingerprint !== fingerprints.get(name)?.data;
    return isOther || rebuild === true ? [version.physical] : [];
  });
  return countRows(tables, warehouse);
}

async function countSome(
  tables: readonly string[],
  warehouse: WarehouseAdapter,
): Promise<readonly (readonly [string, number])[]> {
  const { dialect } = warehouse;
  const selects = tables.map(
    (name, i) =>
      `select ${dialect.literal(i)} as i, count(*) as n from ${dialect.relation(physicalRef(name))}`,
  );
  try {
    const rows = await rowsOf(warehouse, selects.join("\nunion all\n"));
    return rows.map((row) => [tables[Number(row["i"])] ?? "", Number(row["n"])]);
  } catch (error) {
    // A table that somebody dropped is made again by the plan: there is nothing to estimate from.
    if (isSluiceError(error) && error.code === "SQL.BIND") return [];
    throw error;
  }
}

import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { text } from "./state-rows.js";
import { stateRelation } from "./state-tables.js";

/** Relations that built relations, or views alone, were last computed from, by physical relation. */
export async function readReads(
  runner: SqlRunner,
  dialect: Dialect,
  relation?: "view",
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  const isAsked = relation === undefined ? "" : ` and relation = ${dialect.literal(relation)}`;
  const sql = `select physical, reads from ${dialect.relation(stateRelation("model_versions"))} where reads is not null${isAsked} order by built_at`;
  for await (const row of runner.query(sql))
    found.set(text(row, "physical"), JSON.parse(text(row, "reads")) as readonly string[]);
  return found;
}

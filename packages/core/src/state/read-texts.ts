import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { text } from "./state-rows.js";
import type { VersionText } from "./state-store.js";
import { stateRelation } from "./state-tables.js";
import { listed } from "./state-writer.js";

/** Columns and queries of versions by physical relation; those of an older layout have none. */
export async function readTexts(
  runner: SqlRunner,
  physical: readonly string[],
  dialect: Dialect,
): Promise<ReadonlyMap<string, VersionText>> {
  const texts = new Map<string, VersionText>();
  if (physical.length === 0) return texts;
  const from = dialect.relation(stateRelation("model_versions"));
  const known = `columns is not null and ${listed("physical", physical, dialect)}`;
  const sql = `select physical, columns, query, options_fingerprint from ${from} where ${known} order by built_at`;
  for await (const row of runner.query(sql)) {
    texts.set(text(row, "physical"), {
      columns: JSON.parse(text(row, "columns")) as VersionText["columns"],
      query: text(row, "query") || undefined,
      options: text(row, "options_fingerprint"),
    });
  }
  return texts;
}

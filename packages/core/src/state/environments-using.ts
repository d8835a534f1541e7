import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { readReads } from "./read-reads.js";
import { text } from "./state-rows.js";
import { stateRelation } from "./state-tables.js";
import { listed } from "./state-writer.js";

/** Environments that show each of some relations, themselves or through views, in order; none where nobody does. */
export async function environmentsUsing(
  runner: SqlRunner,
  physical: readonly string[],
  dialect: Dialect,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (physical.length === 0) return new Map();
  const readers = await viewsByRead(runner, dialect);
  const publishedAs = new Map(physical.map((name) => [name, withViews(name, readers)]));
  const all = [...new Set([...publishedAs.values()].flatMap((names) => [...names]))];
  const sql = `select distinct physical, environment from ${dialect.relation(stateRelation("environments"))} where ${listed("physical", all, dialect)}`;
  const environmentsUsing = new Map<string, Set<string>>();
  for await (const row of runner.query(sql)) {
    for (const [name, published] of publishedAs) {
      if (!published.has(text(row, "physical"))) continue;
      const found = environmentsUsing.get(name) ?? new Set();
      environmentsUsing.set(name, found.add(text(row, "environment")));
    }
  }
  return new Map([...environmentsUsing].map(([name, found]) => [name, [...found].sort()]));
}

/** A relation, and the views that show its rows, through any number of views. */
function withViews(
  physical: string,
  readers: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set([physical]);
  for (const name of found) for (const view of readers.get(name) ?? []) found.add(view);
  return found;
}

/** Views of the system schema by the relations they read. */
async function viewsByRead(
  runner: SqlRunner,
  dialect: Dialect,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const views = new Map<string, string[]>();
  for (const [view, reads] of await readReads(runner, dialect, "view")) {
    for (const read of reads) {
      const known = views.get(read) ?? [];
      views.set(read, known);
      known.push(view);
    }
  }
  return views;
}

import { language } from "./duckdb-language.js";
import { inspect } from "node:util";
import { expect } from "vitest";
import type { Row } from "./rows.js";
import { analyzeQuery } from "../src/lineage/analyze-query.js";
import type { LineageInput } from "../src/lineage/lineage-input.js";
import { columnsRead } from "../src/lineage/columns-read.js";
import { inputKey } from "../src/lineage/relation.js";
import type { LineageEngine } from "./lineage-engine.js";

/** Values of a column as a sorted list, for comparison column by column. */
function byColumn(rows: readonly Row[], column: string): readonly string[] {
  return rows.map((row) => inspect(row[column])).sort();
}

/** Checks one query; gives how many claims were put to the test, 0 where the analysis is uncertain. */
export async function expectSound(
  engine: LineageEngine,
  input: LineageInput,
  sql: string,
): Promise<number> {
  const [tree] = await engine.trees([input.sql]);
  if (tree === undefined) throw new Error(`no tree of ${sql}`);
  const analysis = analyzeQuery(input, tree, { language });
  if (typeof analysis === "string") return 0;
  const read = (await columnsRead([input], { language, read: engine.trees })).get(input.model);
  const baseline = await engine.rows(sql);
  let claims = 0;
  for (const changed of engine.changes) {
    const { parent, column, to } = changed;
    const key = inputKey(parent, column);
    const isRead = read?.get(parent)?.includes(column) ?? true;
    // A column made from other inputs keeps its values, as long as the rows do not depend on this one.
    const kept = input.columns.filter(
      (name, i) =>
        !analysis.rows.has(key) &&
        analysis.columns[i]?.has(key) === false &&
        input.columns.indexOf(name) === input.columns.lastIndexOf(name),
    );
    if (isRead && kept.length === 0) continue;
    const rows = await engine.with(changed, () => engine.rows(sql));
    const what = `${parent}.${column} set to ${to}`;
    if (!isRead) expect(rows, `${what} changed the result of ${sql}`).toEqual(baseline);
    for (const name of kept) {
      const message = `${what} changed the column ${name} of ${sql}`;
      expect(byColumn(rows, name), message).toEqual(byColumn(baseline, name));
    }
    claims += kept.length + (isRead ? 0 : 1);
  }
  return claims;
}

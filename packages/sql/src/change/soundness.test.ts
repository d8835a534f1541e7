import { language } from "../../test/duckdb-language.js";
import { inspect } from "node:util";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { lineageEngine, type LineageEngine } from "../../test/lineage-engine.js";
import { randomEdit, randomFormat, typicalQueries } from "../../test/random-edit.js";
import { randomQuery, type Pick } from "../../test/random-query.js";
import { compareQueries, type QueryChange, type QuerySide } from "./compare-queries.js";

/**
 * What a comparison calls the same is put to the engine: on several states of the data, the columns that are said to
 * keep their values have the same rows before and after.
 */
let engine: LineageEngine;
beforeAll(async () => {
  engine = await lineageEngine();
  return () => engine.close();
});

const runs = Number(process.env["SLUICE_CHANGE_RUNS"] ?? 150);

/** A query with its columns; undefined where the engine refuses it. */
async function sideOf(sql: string): Promise<QuerySide | undefined> {
  try {
    const parents = new Map(Object.entries(engine.parents));
    return { sql, columns: await engine.columns(sql), parents };
  } catch {
    return undefined;
  }
}

/** Columns that both versions have with the same values. */
function keptColumns({ changed, added }: QueryChange, after: QuerySide): readonly string[] {
  const other = new Set([...changed, ...added]);
  return after.columns.map(({ name }) => name).filter((name) => !other.has(name));
}

/** Rows of some columns as a text; undefined where the data makes the query fail. */
async function rowsOf(sql: string, columns: readonly string[]): Promise<string | undefined> {
  const list = columns.length === 0 ? "1" : columns.map((name) => `"${name}"`).join(", ");
  try {
    const rows = await engine.rows(`select ${list} from (${sql})`);
    return inspect(rows, { depth: 9, maxArrayLength: 999 });
  } catch {
    return undefined;
  }
}

/** Puts the claims of one comparison to the engine; gives how many columns they were about. */
async function expectTrue(change: QueryChange, texts: readonly [string, string], after: QuerySide) {
  if (change.rows) return 0;
  const kept = keptColumns(change, after);
  const what = `${change.kind}, kept ${kept.join(", ")}:\n${texts[0]}\n${texts[1]}`;
  const compare = async () => {
    const [was, is] = [await rowsOf(texts[0], kept), await rowsOf(texts[1], kept)];
    if (was !== undefined && is !== undefined) expect(is, what).toBe(was);
  };
  await compare();
  for (const changed of engine.changes.filter((_, i) => i % 5 === kept.length % 5)) {
    await engine.with(changed, compare);
  }
  return kept.length;
}

function baseQuery(pick: Pick): string {
  const typical = typicalQueries[pick(typicalQueries.length)] ?? "";
  return pick(4) === 0 ? randomQuery(pick) : typical;
}

it("what is said to stay the same does", async () => {
  const seen = new Map<string, number>();
  let claims = 0;
  const property = fc.asyncProperty(fc.gen(), async (gen) => {
    const pick: Pick = (n) => gen(fc.nat, Math.max(0, n - 1));
    const sql = baseQuery(pick);
    const edited = randomEdit(sql, pick);
    const [before, after] = [await sideOf(sql), await sideOf(edited)];
    if (!before || !after || sql === edited) return;
    const change = await compareQueries(before, after, { language, read: engine.trees });
    seen.set(change.kind, (seen.get(change.kind) ?? 0) + 1);
    claims += await expectTrue(change, [sql, edited], after);
  });
  await fc.assert(property, { numRuns: runs, endOnFailure: true });
  // The property is worth something only when much is claimed.
  const compared = [...seen.values()].reduce((a, b) => a + b, 0);
  const partial = (seen.get("columns changed") ?? 0) + (seen.get("columns added") ?? 0);
  expect(compared / runs, inspect(seen)).toBeGreaterThan(0.15);
  expect(partial / compared, inspect(seen)).toBeGreaterThan(0.1);
  expect(claims / compared, inspect(seen)).toBeGreaterThan(0.3);
}, 120_000);

it("another form of a query is the same query", async () => {
  let compared = 0;
  const property = fc.asyncProperty(fc.gen(), async (gen) => {
    const pick: Pick = (n) => gen(fc.nat, Math.max(0, n - 1));
    const sql =
      pick(2) === 0 ? (typicalQueries[pick(typicalQueries.length)] ?? "") : randomQuery(pick);
    const formatted = randomFormat(sql, pick);
    const before = await sideOf(sql);
    if (!before) return;
    const after = await sideOf(formatted);
    // DuckDB compares fields of structs in `group by` with their case.
    if (!after) return;
    // An engine makes up names of columns from the text; then it is another query.
    const named = before.columns.every(
      ({ name }, i) => name.toLowerCase() === after.columns[i]?.name.toLowerCase(),
    );
    if (!named) return;
    compared += 1;
    const change = await compareQueries(before, after, {
      language,
      read: engine.trees,
    });
    // The letter case of a column's name is a part of the result.
    const renamed = after.columns
      .map(({ name }) => name)
      .filter((name, i) => name !== before.columns[i]?.name);
    const kind = renamed.length === 0 ? "equivalent" : "columns changed";
    expect(change, `${change.edit}\n${sql}\n${formatted}`).toMatchObject({
      kind,
      changed: renamed,
    });
  });
  await fc.assert(property, { numRuns: runs, endOnFailure: true });
  expect(compared / runs).toBeGreaterThan(0.5);
}, 120_000);

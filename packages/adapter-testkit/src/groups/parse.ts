import type { ParsedQuery } from "@sluice/core/adapter";
import { expect } from "vitest";
import { given, type Kit } from "../context.js";
import { parseCases } from "./parse-cases.js";

export function parseGroup({ test, warehouse }: Kit): void {
  const parse = async (sql: string): Promise<ParsedQuery> => {
    const [result] = await warehouse().parse([sql]);
    if (result?.ok !== true) expect.fail(`${sql}: ${result?.diagnostic.message ?? "no result"}`);
    return result.query;
  };

  for (const { title, sql, reads } of parseCases) {
    test(`tables: ${title}`, async () => {
      const { tables } = await parse(sql);
      const shown = tables.map((table) => {
        const name = [table.catalog, table.schema, table.name].filter((part) => part !== undefined);
        return `${sql.slice(table.start, table.end)} = ${name.join("/")}${table.needsAlias ? "" : " aliased"}`;
      });
      expect(shown).toEqual(reads);
    });
  }

  test(
    "syntax trees: one result a text, equal for texts that mean the same",
    { needs: "syntax trees" },
    async () => {
      const texts = ["select a from t -- x", "SELECT (a)\nFROM t", "select b from t", "select ("];
      const trees = given(await warehouse().syntaxTrees?.(texts));
      expect(trees.map(({ ok }) => ok)).toEqual([true, true, true, false]);
      expect(trees[1]).toEqual(trees[0]);
      expect(trees[2]).not.toEqual(trees[0]);
      expect(trees[0]).toMatchObject({ tree: { query: { kind: "select" }, exact: true } });
    },
  );

  test("parameters, and what only looks like one", async () => {
    const sql =
      "select $a, '$no', \"$no\", $b_2 /* $no */ from t -- $no\nwhere x = $a and 'é' = $ü";
    const { parameters } = await parse(sql);
    expect(parameters.map((found) => found.name)).toEqual(["a", "b_2", "a", "ü"]);
    expect(parameters.map((found) => sql.slice(found.start, found.end))).toEqual([
      "$a",
      "$b_2",
      "$a",
      "$ü",
    ]);
  });

  test("calls that read the clock, and what they decide", async () => {
    const sql =
      "select 'current_timestamp' as a, current_timestamp as b from t where c < current_timestamp";
    const { unstable = [] } = await parse(sql);
    expect(unstable.map(({ reason, use }) => `${reason} ${use}`)).toEqual([
      "clock column",
      "clock rows",
    ]);
    expect(unstable.map(({ start }) => sql.slice(start, start + 17))).toEqual([
      "current_timestamp",
      "current_timestamp",
    ]);
    expect((await parse("select a from t where b < 1")).unstable ?? []).toEqual([]);
  });

  test("schemas in front of columns, where the relation has no alias", async () => {
    const sql =
      "select staging.orders.id, 'é🦆' as a, staging /* b */ . orders . day, orders.id as c, i.id as d, staging.x.y " +
      "from staging.orders, staging.items as i where staging.orders.id = i.id";
    const { rewrites } = await parse(sql);
    expect(rewrites.map(({ text }) => text)).toEqual(["", "", ""]);
    const left = rewrites.map(({ start, end }) => sql.slice(start, end));
    expect(left).toEqual(["staging.", "staging /* b */ . ", "staging."]);
  });

  test("common table expressions of the top level, with their bodies", async () => {
    const sql =
      "with a as (select ')' as x), b (y) as (\n select x from a) select * from b where exists (with c as (select 1) select * from c)";
    const { ctes } = await parse(sql);
    expect(ctes.map((cte) => [cte.name, sql.slice(cte.start, cte.end)])).toEqual([
      ["a", "select ')' as x"],
      ["b", "\n select x from a"],
    ]);
  });

  test("a syntax error has its line and column in UTF-16 units", async () => {
    const [result] = await warehouse().parse(["select 'é🦆' as a,\n  '🦆' as b, '🦆' 'x' from t"]);
    expect(result).toMatchObject({
      ok: false,
      diagnostic: { code: "SQL.SYNTAX", where: { line: 2, column: 19 } },
    });
    const message = result?.ok === false ? result.diagnostic.message : "";
    expect(message).not.toMatch(/[{}\n]|LINE/);
  });

  test("several statements, no query and other statements are refused", async () => {
    const texts = [
      "select 1; select 2",
      "",
      "-- nothing",
      "create table t (a integer)",
      "insert into t select 1",
      "drop table t",
    ];
    const results = await warehouse().parse(texts);
    const codes = results.map((result) => (result.ok ? "ok" : result.diagnostic.code));
    expect(codes).toEqual(texts.map(() => "SQL.NOT_A_QUERY"));
  });

  test("a semicolon may end the text", async () => {
    expect((await parse("select a from t ;  -- end\n")).tables).toHaveLength(1);
  });

  test("results come in the order of the texts, good and bad mixed", async () => {
    const texts = Array.from({ length: 300 }, (_, i) =>
      i % 7 === 3 ? `selec ${i}` : `select * from t${i}`,
    );
    const results = await warehouse().parse(texts);
    expect(results).toHaveLength(300);
    for (const [i, result] of results.entries()) {
      expect(result.ok ? result.query.tables[0]?.name : result.diagnostic.code).toBe(
        i % 7 === 3 ? "SQL.SYNTAX" : `t${i}`,
      );
    }
    expect(await warehouse().parse([])).toEqual([]);
  });

  test("parsed queries are plain data", async () => {
    const query = await parse("with a as (select 1 as x) select $p from a, s.t");
    expect(JSON.parse(JSON.stringify(query))).toEqual(query);
  });
}

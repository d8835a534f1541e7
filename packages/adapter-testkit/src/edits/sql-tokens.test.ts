import { expect, it } from "vitest";
import { selectLists, sqlTokens } from "./sql-tokens.js";

it("tokens are words, numbers, texts, quoted names, parameters and symbols, without comments", () => {
  const sql = `select "A b", 'it''s', 1.5 -- why\n from m.t /* x */ where a >= $now`;
  expect(sqlTokens(sql).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    "word select",
    'quoted "A b"',
    "symbol ,",
    "text 'it''s'",
    "symbol ,",
    "number 1.5",
    "word from",
    "word m",
    "symbol .",
    "word t",
    "word where",
    "word a",
    "symbol >=",
    "parameter $now",
  ]);
});

it.each([
  ["select a, b + 1 as n from t", [["a", "n"]]],
  ["select distinct on (a, b) a, max(b, 2) as m from t", [["a", "m"]]],
  ["select x from (select y as x, z from t) q", [["x"], ["x", "z"]]],
  ["with q as (select a from t) select q.a, 1 as b from q", [["a"], ["a", "b"]]],
  ["select a as x from t union all select b, 1 from u", [["x"], ["b", undefined]]],
  ["from t select a, *", [["a", undefined]]],
])("names of select lists: %s", (sql, names) => {
  expect(selectLists(sql).map(({ items }) => items.map(({ name }) => name))).toEqual(names);
});

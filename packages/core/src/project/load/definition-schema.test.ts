import { expect, it } from "vitest";
import { findings, places, testProject } from "../../../test/project.js";

const define = (body: string) =>
  `const { defineModel, defineRows, defineSeed, defineSource, sql, z } = globalThis.sluice;\nexport default ${body};\n`;

/** Definitions with one fault each; its place in the file, its message and its next step. */
const definitions: readonly (readonly [code: string, at: string, message: string, hint: string])[] =
  [
    [
      "defineModel({ cheks: [], sql: () => sql`select 1 as v` })",
      "2:30",
      "`cheks` is not a known key.",
      "Did you mean `checks`?",
    ],
    [
      "defineModel({\n  materialized: 'table',\n  sql: () => sql`select 1 as v` })",
      "3:3",
      "`materialized` is not a known key.",
      "Write `kind`",
    ],
    [
      "defineModel({ schema: 'raw', sql: () => sql`select 1 as v` })",
      "2:30",
      "`schema` is not a known key.",
      'name: "schema.table"',
    ],
    ["defineModel({ sql: 'select 1 as v' })", "2:30", "`sql`: expected a function", ""],
    ["defineModel({})", "2:16", "`sql`: expected a function", ""],
    [
      "defineModel({ tags: 'core', sql: () => sql`select 1 as v` })",
      "2:30",
      "`tags`: expected a list.",
      "`tags: [core]`",
    ],
    [
      "defineModel({ kind: 'tabel', sql: () => sql`select 1 as v` })",
      "2:30",
      "`kind`: expected one of",
      "`table`",
    ],
    [
      "defineModel({ kind: { type: 'append', lookback: 1 }, sql: () => sql`select 1 as v` })",
      "2:54",
      "`kind.lookback` is not a known key of append.",
      "incremental_by_time",
    ],
    [
      "defineModel({ checks: ['unique'], sql: () => sql`select 1 as v` })",
      "2:39",
      "`checks.0`: expected a check of @sluice/dq",
      "",
    ],
    [
      "defineModel({ checks: [{ type: 'unique', colum: 'v' }], sql: () => sql`select 1 as v` })",
      "2:57",
      "`checks.0.colum` is not a known key.",
      "`column`",
    ],
    [
      "defineRows({ columns: z.object({ v: z.int() }), row: function* () {} })",
      "2:64",
      "`row` is not a known key.",
      "`rows`",
    ],
    [
      "defineRows({ kind: 'table', columns: z.object({ v: z.int() }), rows: function* () {} })",
      "2:29",
      "`kind` is not a known key.",
      "kind of its own",
    ],
    [
      "defineSeed({ file: 'a.csv', seperator: ';' })",
      "2:44",
      "`seperator` is not a known key.",
      "",
    ],
    [
      "defineSeed({ file: 'a.csv', separator: ';' })",
      "2:44",
      "`separator` is not a known key.",
      "`delimiter`",
    ],
    [
      "defineSource({ name: 'raw.a', tabel: 'x.a' })",
      "2:46",
      "`tabel` is not a known key.",
      "`table`",
    ],
  ];

it.each(definitions)("%s", async (body, at, message, hint) => {
  const all = await findings(testProject({ "models/a/m.ts": define(body), "a.csv": "v\n1\n" }));
  const found = all.filter((one) => one.message.includes(message));
  expect(found).toHaveLength(1);
  expect(found[0]?.hints.join(" ")).toContain(hint);
  expect(places({ all: found })[0]).toBe(`MODEL.INVALID models/a/m.ts${at === "" ? "" : ":"}${at}`);
});

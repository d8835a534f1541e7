import { describe, expect, it } from "vitest";
import { findings, places, testProject } from "../../../test/project.js";

const typescript = (body: string) =>
  `const { defineModel, defineRows, defineSeed, defineSource, sql, z } = globalThis.sluice;\n${body}`;

/** Places where a type can be written, each with one that the engine lacks, and its place there. */
const written: readonly (readonly [place: string, file: string, text: string, at: string])[] = [
  [
    "a model's header",
    "models/a/m.sql",
    "/* model\ncolumns:\n  v: { type: decmal }\n*/\nselect 1 as v",
    "3:14",
  ],
  [
    "a model's header in quotes",
    "models/a/m.sql",
    '/* model\ncolumns:\n  v: { type: "struct(a decmal(10,2))", checks: [not_null] }\n*/\nselect 1 as v',
    "3:24",
  ],
  [
    "a model's header on lines of its own",
    "models/a/m.sql",
    "/* model\ncolumns:\n  v:\n    type: map(varchar, decmal)\n*/\nselect 1 as v",
    "4:24",
  ],
  ["a seed", "models/a/m.seed.yaml", "file: m.csv\ncolumns:\n  v: { type: 'decmal[]' }\n", "3:15"],
  [
    "a source",
    "models/a/m.source.yaml",
    "file: m.csv\ncolumns:\n  v: { type: 'decmal' }\n",
    "3:15",
  ],
  [
    "a model in TypeScript",
    "models/a/m.ts",
    typescript(
      'export default defineModel({\n  columns: z.object({ v: z.number().meta({ type: "decmal" }) }),\n  sql: () => sql`select 1 as v`,\n});',
    ),
    "3:51",
  ],
  [
    "a generator",
    "models/a/m.ts",
    typescript(
      "export default defineRows({\n  columns: z.object({ v: z.any().meta({ type: 'union(n int, d decmal)' }) }),\n  rows: function* () {},\n});",
    ),
    "3:63",
  ],
  [
    "a seed in TypeScript",
    "models/a/m.ts",
    typescript(
      'export default defineSeed({ file: "m.csv", columns: z.object({ v: z.string().meta({ type: `decmal` }) }) });',
    ),
    "2:92",
  ],
  [
    "a source in TypeScript",
    "models/a/m.ts",
    typescript(
      'export default defineSource({ name: "a.m", file: "m.csv", columns: z.object({ v: z.string().meta({ type: "decmal" }) }) });',
    ),
    "2:107",
  ],
];

describe("a type that the engine lacks", () => {
  it.each(written)("is refused once, at its place, in %s", async (_, file, text, at) => {
    const all = await findings(testProject({ [file]: text, "m.csv": "v\n1\n" }));
    expect(places({ all })).toEqual([`MODEL.TYPE_INVALID ${file}:${at}`]);
    expect(all[0]?.message).toMatch(
      /^The type `.*` of the column `v` is invalid: there is no type `decmal`\.$/,
    );
    expect(all[0]?.hints).toEqual(["Did you mean `decimal`?"]);
  });

  it("is refused at its column where its text stands twice", async () => {
    const text = typescript(
      'const type = { type: "decmal" }; const other = { type: "decmal" };\nexport default defineModel({ columns: z.object({ v: z.any().meta(type), w: z.any().meta(other) }), sql: () => sql`select 1 as v, 2 as w` });',
    );
    const all = await findings(testProject({ "models/a/m.ts": text }));
    expect(places({ all })).toEqual([
      "MODEL.TYPE_INVALID models/a/m.ts:3:50",
      "MODEL.TYPE_INVALID models/a/m.ts:3:73",
    ]);
  });

  it("leaves the readers of its model alone", async () => {
    const project = testProject({
      "models/a/m.sql": "/* model\ncolumns:\n  v: { type: varchar( }\n*/\nselect 1 as v",
      "models/a/n.sql": "select v, w from m",
    });
    const all = await findings(project);
    expect(places({ all })).toEqual([
      "MODEL.TYPE_INVALID models/a/m.sql:3:22",
      "SQL.BIND models/a/n.sql:1:11",
    ]);
  });

  it("is told from a type whose comma ends it, for want of quotes", async () => {
    const header = "/* model\ncolumns:\n  v: { type: decimal(10,2) }\n*/\nselect 1 as v";
    const [first, ...others] = await findings(testProject({ "models/a/m.sql": header }));
    expect(others).toEqual([]);
    expect(first?.code).toBe("MODEL.HEADER_INVALID");
    expect(first?.hints).toEqual(['Quote a value that has a comma: `type: "decimal(10,2)"`.']);
  });
});

it("a definition in TypeScript that is at fault does not make its readers so", async () => {
  const project = testProject({
    "models/a/m.ts": typescript(
      "export default defineModel({ kind: 'tabel', sql: () => sql`select 1 as v` });",
    ),
    "models/a/n.sql": "select v from m",
  });
  expect(places({ all: await findings(project) })).toEqual(["MODEL.INVALID models/a/m.ts:2:30"]);
});

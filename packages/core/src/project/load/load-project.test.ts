import { describe, expect, it } from "vitest";
import { z } from "zod";
import { loadProject } from "./load-project.js";
import { failure, findings, places, testProject } from "../../../test/project.js";

/** Findings of a project with this file, as `CODE file:line:column`. */
async function wrong(files: Readonly<Record<string, string>>) {
  const all = await findings(testProject(files));
  return { places: places({ all }), messages: all.map((d) => d.message) };
}

describe("headers", () => {
  const file = (header: string) => ({ "models/a/m.sql": `/* model\n${header}*/\nselect 1 as v` });

  it.each([
    ["an unknown key", "kind: table\ndescripton: x\n", "3:1", "`descripton` is not a known key."],
    ["a wrong kind", "kind: incremental\n", "2:7", "kind"],
    ["a wrong type of value", "tags: marts\n", "2:7", "`tags`"],
    ["an unknown key of a column", "columns:\n  v: { typ: int }\n", "3:8", "`columns.v.typ`"],
    ["invalid YAML", "description: a: b\n", "2:14", "YAML"],
    ["a key twice", "kind: view\nkind: table\n", "3:1", "YAML"],
  ])("with %s are told at the place", async (_, header, at, text) => {
    const found = await wrong(file(header));
    expect(found.places).toEqual([`MODEL.HEADER_INVALID models/a/m.sql:${at}`]);
    expect(found.messages[0]).toContain(text);
  });

  it("with a mistyped key or value name what is accepted", async () => {
    const all = await findings(
      testProject(
        file("descripton: x\nzzzzzz: 1\nkind: tabel\ncolumns:\n  v: { typ: int, zzzzzz: 1 }\n"),
      ),
    );
    const hints = new Map(all.map((d) => [d.message, d.hints.join()]));
    expect(hints.get("`descripton` is not a known key.")).toBe("Did you mean `description`?");
    expect(hints.get("`zzzzzz` is not a known key.")).toMatch(
      /^Known keys are: .*checks, columns, kind/,
    );
    expect(hints.get("`columns.v.typ` is not a known key.")).toBe("Did you mean `type`?");
    expect(hints.get("`columns.v.zzzzzz` is not a known key.")).toMatch(
      /^Known keys are: type, null/,
    );
    expect([...hints.keys()]).toContain(
      '`kind`: expected one of "view" | "table" | "ephemeral" | "incremental_by_time" | "incremental_by_key" | "append" | "snapshot".',
    );
  });

  it.each([
    ["a brace that is not closed", "columns:\n  v: { type: int\n   checks: [unique]\n", "closed"],
    ["tabs", "columns:\n\tv: { type: int }\n", "spaces"],
    ["the steps of a cron, which end the comment", 'cron: "*/15 * * * *"\n', "0-59/15"],
    ["them without quotes", "cron: */15 * * * *\n", "0-59/15"],
  ])("with %s are told once, with what helps", async (_, header, hint) => {
    const all = await findings(testProject(file(header)));
    expect(all.map((d) => d.code)).toEqual(["MODEL.HEADER_INVALID"]);
    expect(all[0]?.hints.join()).toContain(hint);
  });

  it("are found whatever the case of the file's ending", async () => {
    const project = testProject({ "models/a/Big.SQL": "select 1 as v" });
    expect((await project.build()).built).toEqual(["a.Big"]);
  });

  it("that are not closed are told", async () => {
    const found = await wrong({ "models/a/m.sql": "/* model\nkind: table\nselect 1" });
    expect(found.places).toEqual(["MODEL.HEADER_INVALID models/a/m.sql:1:1"]);
  });

  it("are told about all at once, in every file", async () => {
    const found = await wrong({
      "models/a/one.sql": "/* model\nkin: x\ntags: 3\n*/\nselect 1 as v",
      "models/a/two.sql": "/* model\n*/\n-- nothing\n",
      "models/a/three.source.yaml": "fil: x\n",
    });
    expect(found.places).toHaveLength(4);
    expect(found.places).toContain("MODEL.EMPTY models/a/two.sql:4:1");
    expect(found.places).toContain("MODEL.HEADER_INVALID models/a/three.source.yaml:1:1");
  });

  it("that lack a key say which", async () => {
    const [missing, ...others] = await findings(
      testProject({ "models/a/s.seed.yaml": "description: x\n" }),
    );
    expect(missing?.message).toBe("`file` is missing.");
    expect(others).toEqual([]);
  });

  it("of other comments are none", async () => {
    const project = testProject({ "models/a/m.sql": "/* modelled after x: y */ select 1 as v" });
    expect(await findings(project)).toEqual([]);
  });

  it("may follow a byte order mark and stand in CRLF files", async () => {
    const project = testProject({
      "models/a/m.sql": "\uFEFF/* model\r\nkind: table\r\ntags: [x]\r\n*/\r\nselect 1 as v\r\n",
    });
    const model = await project.with(async ({ project: { models } }) => models.get("a.m"));
    expect(model).toMatchObject({ kind: { type: "table" }, tags: ["x"] });
    expect((await project.build()).summary.ok).toBe(true);
  });
});

describe("names of models", () => {
  it("defined twice are told, whatever their case", async () => {
    const found = await wrong({
      "models/a/m.sql": "select 1 as v",
      "models/b/other.sql": "/* model\nname: A.M\n*/\nselect 2 as v",
    });
    expect(found.places).toEqual(["MODEL.DUPLICATE models/b/other.sql"]);
    expect(found.messages[0]).toContain("models/a/m.sql");
  });

  it.each(["_sluice.x", "_sluice_more.x", "information_schema.x", "a.1x", "a.x;y"])(
    "such as %s are refused",
    async (name) => {
      const sql = `/* model\nname: ${name}\n*/\nselect 2 as v`;
      expect((await wrong({ "models/a/m.sql": sql })).places).toEqual([
        "MODEL.NAME_INVALID models/a/m.sql",
      ]);
    },
  );

  it("come from folder, header and folder defaults, in that order of weakness", async () => {
    const project = testProject(
      {
        "models/top.sql": "select 1 as v",
        "models/a/deep/er/m.sql": "select 1 as v",
        "models/b/m.sql": "/* model\nschema: own\n*/\nselect 1 as v",
        "models/b/n.sql": "select 1 as v",
        "models/b/p.sql": "/* model\nname: else.where\n*/\nselect 1 as v",
      },
      { models: { b: { schema: "folder" } } },
    );
    const names = await project.with(async (w) => [...w.project.models.keys()].sort());
    expect(names).toEqual(["a.m", "else.where", "folder.n", "main.top", "own.m"]);
  });
});

describe("folder defaults", () => {
  it("are overridden by deeper folders and headers; tags add up, meta merges", async () => {
    const project = testProject(
      {
        "models/a/m.sql": "select 1 as v",
        "models/a/b/m2.sql": "/* model\ntags: [own]\nmeta: { z: 3 }\n*/\nselect 1 as v",
        "models/a/b/m3.sql": "/* model\nkind: ephemeral\nowner: me\n*/\nselect 1 as v",
      },
      {
        models: {
          a: { kind: "table", tags: ["a"], owner: "team", meta: { x: 1, y: 1 } },
          "a/b": { kind: "view", tags: ["b"], meta: { y: 2 } },
        },
      },
    );
    const models = await project.with(async (w) => w.project.models);
    expect(models.get("a.m")).toMatchObject({
      kind: { type: "table" },
      tags: ["a"],
      owner: "team",
    });
    expect(models.get("a.m2")).toMatchObject({
      kind: { type: "view" },
      tags: ["a", "b", "own"],
      meta: { x: 1, y: 2, z: 3 },
    });
    expect(models.get("a.m3")).toMatchObject({ kind: { type: "ephemeral" }, owner: "me" });
  });
});

describe("variables", () => {
  const vars = z.object({
    n: z.number().default(1),
    day: z.date().default(new Date("2024-01-01")),
    name: z.string().default("x"),
    on: z.boolean().default(false),
    list: z.array(z.string()).default([]),
    big: z.bigint().default(0n),
  });
  const project = () => testProject({ "models/a/m.sql": "select 1 as v" }, { vars });
  const valuesWith = (open: Parameters<ReturnType<typeof project>["open"]>[0]) =>
    project().with(async (workspace) => workspace.project.vars, open);

  it("take typed values from text", async () => {
    const given = {
      n: "2.5",
      day: "2024-02-29",
      name: "007",
      on: "true",
      list: '["a","b"]',
      big: "9007199254740993",
    };
    expect(await valuesWith({ vars: given })).toEqual({
      n: 2.5,
      day: new Date("2024-02-29"),
      name: "007",
      on: true,
      list: ["a", "b"],
      big: 9007199254740993n,
    });
  });

  it("come from the command line before the environment before the default", async () => {
    const env = { SLUICE_VAR_N: "5", SLUICE_VAR_NAME: "env" };
    expect(await valuesWith({ vars: { n: "7" }, env })).toMatchObject({
      n: 7,
      name: "env",
      on: false,
    });
  });

  it("that are wrong are told all at once", async () => {
    const error = await failure(valuesWith({ vars: { n: "many", on: "perhaps", nam: "x" } }));
    expect(error.all.map((d) => d.code).sort()).toEqual([
      "CONFIG.VARIABLE_INVALID",
      "CONFIG.VARIABLE_INVALID",
      "CONFIG.VARIABLE_UNKNOWN",
    ]);
    expect(error.all.flatMap((d) => d.hints).join()).toContain("Did you mean `name`?");
  });

  it("that are required and missing are told", async () => {
    const required = testProject({}, { vars: z.object({ must: z.string() }) });
    const error = await failure(required.open());
    expect(error).toMatchObject({ code: "CONFIG.VARIABLE_INVALID" });
    expect(error.hints[0]).toContain("--var must=");
  });

  it("cannot take the name of a run parameter", async () => {
    const taken = testProject({}, { vars: z.object({ now: z.string().default("x") }) });
    expect(await failure(taken.open())).toMatchObject({ code: "CONFIG.VARIABLE_INVALID" });
  });
});

describe("the configuration", () => {
  it("is looked for in the folders above", async () => {
    const project = testProject({ "models/a/deep/m.sql": "select 1 as v" });
    const name = await project.with(async (w) => w.project.name, {
      dir: `${project.dir}/models/a/deep`,
    });
    expect(name).toBe("shop");
  });

  it("that is missing, wrong or broken says so", async () => {
    const project = testProject({});
    const open = () => failure(project.open());
    project.write({ "sluice.config.ts": "export default { name: 'x', target: {}, targets: {} };" });
    expect(await open()).toMatchObject({ code: "CONFIG.INVALID" });
    project.write({ "sluice.config.ts": "export default {\n  name: 'x'\n  targets\n" });
    expect(await open()).toMatchObject({
      code: "CONFIG.LOAD_FAILED",
      where: { file: "sluice.config.ts", line: 3 },
    });
    project.remove("sluice.config.ts");
    expect(await open()).toMatchObject({ code: "CONFIG.NOT_FOUND" });
  });

  it("has the target that is asked for, or says which there are", async () => {
    const project = testProject({});
    const error = await failure(project.open({ target: "dve" }));
    expect(error).toMatchObject({
      code: "CONFIG.UNKNOWN_TARGET",
      hints: ["Did you mean `dev`?"],
    });
  });
});

describe("folder defaults", () => {
  it("hold for what a folder has, whichever way it is written, and for nothing directly under models/", async () => {
    const source =
      "const { defineSource } = globalThis.sluice;\nexport default defineSource({ name: 'r.t' });";
    const project = testProject(
      {
        "models/raw/y.source.yaml": "file: a.csv\n",
        "models/raw/t.ts": source,
        "models/raw/s.seed.yaml": "file: a.csv\n",
        "models/raw/deep/q.sql": "select 1 as v",
        "models/top.sql": "select 1 as v",
        "a.csv": "v\n1\n",
      },
      {
        models: {
          raw: { kind: "table", schema: "r", tags: ["raw"], owner: "me", meta: { a: 1 } },
          "raw/deep": { kind: "view", tags: ["deep"], meta: { b: 2 } },
        },
      },
    );
    const { models, sources } = await loadProject({ dir: project.dir, env: {} });
    expect([...models.keys()].sort()).toEqual(["main.top", "r.q", "r.s"]);
    expect(models.get("main.top")).toMatchObject({ kind: { type: "view" }, tags: [], meta: {} });
    expect(models.get("r.q")).toMatchObject({
      kind: { type: "view" },
      tags: ["raw", "deep"],
      owner: "me",
      meta: { a: 1, b: 2 },
    });
    expect(models.get("r.s")).toMatchObject({ kind: { type: "seed" }, tags: ["raw"], owner: "me" });
    for (const name of ["r.y", "r.t"])
      expect(sources.get(name), name).toMatchObject({ tags: ["raw"], meta: { a: 1 } });
  });
});

describe("the two front ends", () => {
  it("give the same model", async () => {
    const sqlFile = `/* model
name: marts.m
kind: table
description: One row.
owner: me
cron: "0 * * * *"
tags: [t]
meta: { k: 1 }
contract: exact
columns:
  id: { type: bigint, nullable: false, description: The key., pii: true }
checks:
  - unique: { column: id }
  - expression: id > 0
*/
select o.id from raw.orders o where o.id < $most`;
    const tsFile = `const { defineModel, sql, z } = globalThis.sluice;
export default defineModel({
  name: "marts.m",
  kind: "table",
  description: "One row.",
  owner: "me",
  cron: "0 * * * *",
  tags: ["t"],
  meta: { k: 1 },
  columns: z.object({ id: z.int().meta({ type: "bigint", description: "The key.", pii: true }) }),
  refs: { orders: "raw.orders" },
  checks: [
    { type: "unique", column: "id", args: {} },
    { type: "expression", args: { value: "id > 0" } },
  ],
  sql: ({ orders }) => sql\`select o.id from \${orders} o where o.id < $most\`,
});
`;
    const definition = { vars: z.object({ most: z.number().default(5) }) };
    const orders = { "models/raw/orders.sql": "select 1::bigint as id" };
    const [a, b] = await Promise.all(
      [{ "models/marts/m.sql": sqlFile }, { "models/marts/m.ts": tsFile }].map((file) =>
        testProject({ ...orders, ...file }, definition).with(async (workspace) => {
          const node = (await workspace.graph()).nodes.get("marts.m");
          const plan = await workspace.plan();
          const { path: _path, sql, source: _source, checks, ...model } = node?.model ?? {};
          return {
            model,
            checks: checks?.map(({ where: _where, ...check }) => check),
            text: sql?.text.trim().replaceAll('"raw"."orders"', "raw.orders"),
            parents: node?.parents,
            parameters: node?.parameters,
            metadata: plan.nodes.find((n) => n.name === "marts.m")?.metadataFingerprint,
          };
        }),
      ),
    );
    expect(a?.model).toMatchObject({ kind: { type: "table" } });
    expect(b).toEqual(a);
  });

  it("give equal errors for equal mistakes", async () => {
    const ts = `const { defineModel, sql } = globalThis.sluice;
export default defineModel({ kind: "table", sql: () => sql\`select nope from raw.orders\` });`;
    const orders = { "models/raw/orders.sql": "select 1 as id" };
    const found = await Promise.all([
      findings(testProject({ ...orders, "models/a/m.sql": "select nope from raw.orders" })),
      findings(testProject({ ...orders, "models/a/m.ts": ts })),
    ]);
    const [a, b] = found.map(([d]) => [d?.code, d?.message, d?.hints]);
    expect(a?.[0]).toBe("SQL.BIND");
    expect(b).toEqual(a);
  });

  it("may be mixed, and refs may be definitions", async () => {
    const project = testProject({
      "models/raw/orders.ts": `const { defineModel, sql } = globalThis.sluice;
export const orders = defineModel({ sql: () => sql\`select 1 as id, \${"it's"} as name\` });`,
      "models/marts/m.ts": `import { orders } from "../raw/orders.js";
const { defineModel, sql } = globalThis.sluice;
const fields = ["id", "name"];
export default defineModel({
  kind: "table",
  refs: { orders },
  sql: ({ orders }) => sql\`select \${sql.join(fields.map((f) => sql.identifier(f)))} from \${orders}\`,
});`,
      "models/marts/last.sql": "select name from m",
    });
    expect((await project.build()).summary.ok).toBe(true);
    expect(await project.value("select name from marts.last")).toBe("it's");
  });
});

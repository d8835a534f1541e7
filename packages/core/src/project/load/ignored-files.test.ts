import { describe, expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";

const model = { "models/a/m.sql": "select 1 as v" };
const found = async (files: Readonly<Record<string, string>>) =>
  (await findings(testProject({ ...model, ...files }))).map(
    ({ code, severity, message, where }) =>
      `${severity} ${code} ${where?.file ?? ""}: ${message.split(":")[0] ?? ""}`,
  );

describe("YAML files that nothing reads", () => {
  it("are named by one warning", async () => {
    const others = Object.fromEntries(
      ["a/schema.yml", "a/sources.yaml", "b/c/_models.YML", "z.yaml"].map((name) => [
        `models/${name}`,
        "version: 2\n",
      ]),
    );
    expect(await found(others)).toEqual([
      "warning MODEL.FILE_NOT_READ models/a/schema.yml: models/a/schema.yml, models/a/sources.yaml, models/b/c/_models.YML and 1 more are not read",
    ]);
    expect(await found({ "models/orders.yml": "" })).toEqual([
      "warning MODEL.FILE_NOT_READ models/orders.yml: models/orders.yml is not read",
    ]);
  });

  it("are no matter outside of the models, in hidden folders and among seeds and sources", async () => {
    const files = {
      "dbt.yml": "",
      "models/.other/x.yml": "",
      "models/a/s.seed.yml": "file: s.csv\n",
      "models/a/t.source.yaml": "file: s.csv\n",
      "s.csv": "v\n1\n",
    };
    expect(await found(files)).toEqual([]);
  });
});

describe("a point in the name of a file", () => {
  const names: readonly (readonly [file: string, text: string, name: string])[] = [
    ["models/marts/orders.v2.sql", "select 1 as v", "marts.orders.v2"],
    ["models/marts/a.b.c.sql", "select 1 as v", "marts.a.b.c"],
    ["models/orders.v2.sql", "select 1 as v", "main.orders.v2"],
    ["models/raw/o.v2.seed.yaml", "file: s.csv\n", "raw.o.v2"],
    ["models/raw/o.v2.source.yaml", "file: s.csv\n", "raw.o.v2"],
    [
      "models/a/o.model.ts",
      "const { defineModel, sql } = globalThis.sluice;\nexport default defineModel({ sql: () => sql`select 1 as v` });\n",
      "a.o.model",
    ],
  ];

  it.each(names)("is refused: %s", async (file, text, name) => {
    const all = await findings(testProject({ [file]: text, "s.csv": "v\n1\n" }));
    expect(all.map(({ code, where }) => [code, where?.file])).toEqual([
      ["MODEL.NAME_INVALID", file],
    ]);
    expect(all[0]?.message).toContain(`\`${name}\` cannot be the name of a model`);
  });

  it("is none where the definition gives a name", async () => {
    const files = { "models/a/orders.v2.sql": "/* model\nname: b.orders_v2\n*/ select 1 as v" };
    expect(await found(files)).toEqual([]);
  });
});

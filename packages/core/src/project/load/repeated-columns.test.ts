import { describe, expect, it } from "vitest";
import { findings, places, testProject } from "../../../test/project.js";

const source =
  'import { defineModel, defineSeed, defineSource, sql } from "@sluice/core";\nimport { z } from "zod";\n';

describe("declared columns that differ in the case of letters alone", () => {
  it.each<[string, string, string, number]>([
    [
      "a seed",
      "models/a/s.seed.yaml",
      'file: f.csv\ncolumns:\n  "w:": { type: bigint }\n  "W:": { type: bigint }\n',
      4,
    ],
    [
      "a source",
      "models/a/s.source.yaml",
      "file: f.csv\ncolumns:\n  w: { type: bigint }\n  x: {}\n  W: { type: bigint }\n",
      5,
    ],
    [
      "a SQL model",
      "models/a/s.sql",
      "/* model\ncolumns:\n  id: {}\n  ID: {}\n*/\nselect 1 as id",
      4,
    ],
    [
      "options of a TypeScript seed",
      "models/a/s.ts",
      `${source}export default defineSeed({\n  file: "f.csv",\n  columns: {\n    w: {},\n    W: {},\n  },\n});\n`,
      7,
    ],
    [
      "a zod object",
      "models/a/s.ts",
      `${source}export default defineModel({\n  columns: z.object({\n    id: z.int(),\n    Id: z.int(),\n  }),\n  sql: () => sql\`select 1 as id\`,\n});\n`,
      6,
    ],
  ])("are refused at the second: %s", async (_, file, text, line) => {
    const all = await findings(testProject({ [file]: text, "f.csv": "w:,x\n1,2\n" }));
    const [found, ...others] = all;
    expect(others).toEqual([]);
    expect(places({ all: [...all] })[0]).toMatch(new RegExp(`${file}:${line}:\\d+$`));
    expect(found?.message).toMatch(
      /^`columns\.\w+:?`: the column `[\w:]+` is declared already, and the case of letters does not tell columns apart\.$/,
    );
    expect(found?.hints).toEqual(["Correct the name, or remove one of the two."]);
  });

  it("are no others where letters beyond A to Z differ", async () => {
    const shop = testProject({
      "models/a/s.seed.yaml": 'file: f.csv\ncolumns: { "é": {}, "É": {} }\n',
      "f.csv": "é,É\n1,2\n",
    });
    const found = await findings(shop);
    expect(found.filter(({ message }) => message.includes("declared already"))).toEqual([]);
  });
});

describe("a property that a definition lacks", () => {
  it.each([
    ["the name of a source", "defineSource({\n  file: 'f.csv',\n})", "`name` is missing."],
    ["the file of a seed", "defineSeed({\n  name: 'a.s',\n})", "`file` is missing."],
  ])("is told at the definition: %s", async (_, definition, message) => {
    const text = `${source}\nexport default ${definition};\n`;
    const [found] = await findings(testProject({ "models/a/s.ts": text, "f.csv": "x\n1\n" }));
    expect(found).toMatchObject({ message, where: { file: "models/a/s.ts", line: 4, column: 16 } });
  });
});

import { describe, expect, test } from "vitest";
import { findings, testProject } from "../../../test/project.js";
import { untrackedInputs } from "./untracked-inputs.js";

const fs = 'import * as fs from "node:fs";\n';
const rows = "const { defineRows, z } = globalThis.sluice;\n";

describe("an input that the text of a module does not hold", () => {
  test.each([
    ["const p = './a.js'; await import(p);", "imports a file by a variable"],
    ["await import(`./${name}.js`);", "imports a file by a variable"],
    ["await import('./' + name);", "imports a file by a variable"],
    ["const x = require(name);", "requires a file by a variable"],
    ["const r = createRequire(import.meta.url);", "requires files (`createRequire`)"],
    [`${fs}fs.readFileSync("a.txt");`, "reads files (`readFileSync`)"],
    ['import { readFile } from "fs/promises";\nawait readFile("a");', "reads files (`readFile`)"],
    [`${fs}fs.promises.open("a");`, "reads files (`open`)"],
    [`${fs}fs.createReadStream("a.csv");`, "reads files (`createReadStream`)"],
    [`${fs}fs.readdirSync("data");`, "reads files (`readdirSync`)"],
    ['const { glob } = await import("node:fs/promises");\nglob("*");', "reads files (`glob`)"],
  ])("is found in %s", (text, what) => {
    expect(untrackedInputs(text).map((input) => input.what)).toEqual([what]);
  });

  test.each([
    'import { a } from "./a.js";',
    'await import("./a.js");',
    'await import("./a.json", { with: { type: "json" } });',
    'const a = require("./a.cjs");',
    "// await import(p);\n",
    'const text = "readFileSync(1)";',
    "loader.import(name); loader.require(name);",
    "const open = () => 1; open(); readFile();",
    `${fs}fs.writeFileSync("a", "b");`,
  ])("is not seen in %s", (text) => {
    expect(untrackedInputs(text)).toEqual([]);
  });
});

describe("a model made of rows", () => {
  const generator = (version = "") =>
    `${rows}import { readFileSync } from "node:fs";
export default defineRows({ ${version} columns: z.object({ n: z.int() }), async *rows() { yield { n: Number(readFileSync("n.txt")) }; } });`;

  test("that reads a file is a warning at the call, and is valid", async () => {
    const found = await findings(
      testProject({
        "models/m/a.ts": generator(),
        "models/m/reader.sql": "select n + 1 as n from m.a",
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      code: "MODEL.INPUT_NOT_TRACKED",
      severity: "warning",
      where: { file: "models/m/a.ts", line: 3, model: "m.a" },
    });
    expect(found[0]?.message).toBe(
      "The generator of m.a reads files (`readFileSync`): m.a is not built again when these change.",
    );
  });

  test("whose helper reads a file is a warning in the helper", async () => {
    const found = await findings(
      testProject({
        "lib/helper.ts": `${fs}export const n = () => Number(fs.readFileSync("n.txt"));\n`,
        "models/m/a.ts": `${rows}import { n } from "../../lib/helper.js";
export default defineRows({ columns: z.object({ n: z.int() }), async *rows() { yield { n: n() }; } });`,
      }),
    );
    expect(found.map(({ where }) => `${where?.file ?? ""}:${String(where?.line)}`)).toEqual([
      "lib/helper.ts:2",
    ]);
  });

  test("that has a version of its own is no warning", async () => {
    expect(await findings(testProject({ "models/m/a.ts": generator('version: "1",') }))).toEqual(
      [],
    );
  });

  test("is built again when a file that it requires by name changes", async () => {
    const shop = testProject({
      "lib/c.cjs": "module.exports = { c: 5 };\n",
      "models/m/a.ts": `${rows}const { c } = require("../../lib/c.cjs");
export default defineRows({ columns: z.object({ n: z.int() }), async *rows() { yield { n: c }; } });`,
    });
    expect((await shop.build()).built).toEqual(["m.a"]);
    expect((await shop.build()).built).toEqual([]);
    shop.write({ "lib/c.cjs": "module.exports = { c: 6 };\n" });
    expect((await shop.build()).built).toEqual(["m.a"]);
  });
});

import { describe, expect, test } from "vitest";
import { failure, findings, places, testProject } from "../../../test/project.js";

const broken = "export default 5 5;";
const define = "const { defineModel, defineSource, sql } = globalThis.sluice;\n";

async function found(files: Readonly<Record<string, string>>) {
  return places({ all: await findings(testProject(files)) });
}

describe("a TypeScript file that cannot be loaded", () => {
  test("hides no finding in another file", async () => {
    const all = await found({
      "models/marts/t.ts": broken,
      "models/marts/y.sql": "selct 1",
      "models/marts/z.sql": "select nope from raw.plnes",
      "models/marts/u.ts": "export default (;",
    });
    expect(all).toEqual([
      "CONFIG.LOAD_FAILED models/marts/t.ts:1:17",
      "CONFIG.LOAD_FAILED models/marts/u.ts:1:17",
      "SQL.SYNTAX models/marts/y.sql:1:1",
      "REF.UNKNOWN models/marts/z.sql:1:18",
    ]);
  });

  test.each([
    ["its syntax", broken],
    ["an import of a package that is not installed", 'import "nope-nope";\nexport default 1;'],
    ["an import of a file that is not there", 'import "./nope.js";\nexport default 1;'],
    ["an error that it throws", "throw new Error('at once');"],
    ["a definition that is refused at once", `${define}export default sql.param;\nnull.x;`],
  ])("because of %s is one finding, and its readers are none", async (_, text) => {
    const all = await found({
      "models/marts/t.ts": text,
      "models/marts/reader.sql": "select a from marts.t",
      "models/marts/after.sql": "select a from marts.reader",
    });
    expect(all).toHaveLength(1);
    expect(all[0]).toMatch(/^CONFIG\.LOAD_FAILED models\/marts\/t\.ts/);
  });

  test("leaves readers alone of each name that it gives", async () => {
    const text = `${define}export default defineModel({ name: "other.m", sql: () => sql\`select 1 as a\` });
export const raw = defineSource({ name: "raw.feed", file: "x.csv" }) 5;\n`;
    const all = await found({
      "models/marts/t.ts": text,
      "models/marts/a.sql": "select a from other.m",
      "models/marts/b.sql": "select a from raw.feed",
      "models/marts/c.sql": "select a from other.misspelt",
    });
    expect(all).toEqual([
      "CONFIG.LOAD_FAILED models/marts/t.ts:3:69",
      "REF.UNKNOWN models/marts/c.sql:1:15",
    ]);
  });

  test("does not take the name of a model that is there", async () => {
    const all = await found({
      "models/marts/t.ts": broken,
      "models/marts/t.sql": "select 1 as a",
      "models/marts/reader.sql": "select b from marts.t",
    });
    expect(all).toEqual([
      "CONFIG.LOAD_FAILED models/marts/t.ts:1:17",
      "SQL.BIND models/marts/reader.sql:1:8",
    ]);
  });

  test("is one finding at its own place however many files import it", async () => {
    const importer = 'import "../../lib/helper.js";\nexport default 1;';
    const all = await found({
      "lib/helper.ts": broken,
      "models/marts/a.ts": importer,
      "models/marts/b.ts": importer,
    });
    expect(all).toEqual(["CONFIG.LOAD_FAILED lib/helper.ts:1:17"]);
  });

  test("names itself where files before it in the alphabet import it", async () => {
    const shop = testProject({
      "models/marts/z.ts": broken,
      "models/marts/a.ts": 'import "./z.js";\nexport default 1;',
    });
    const [first, ...others] = await findings(shop);
    expect(first?.message).toMatch(/^models\/marts\/z\.ts could not be loaded/);
    expect(others).toEqual([]);
  });

  test("stops a build before anything is made", async () => {
    const shop = testProject({
      "models/marts/t.ts": broken,
      "models/marts/a.sql": "select 1 as a",
    });
    expect(await failure(shop.build())).toMatchObject({ code: "CONFIG.LOAD_FAILED" });
  });
});

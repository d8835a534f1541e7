import { describe, expect, it } from "vitest";
import { findings, places, testProject } from "../../../test/project.js";

const file = "models/marts/m.sql";
const query = "select * from (values (1), (1)) as t(id)";

async function told(text: string) {
  const all = await findings(testProject({ [file]: text }));
  return {
    places: places({ all }).map((place) => place.replace(`${file}:`, "")),
    messages: all.map(({ message }) => message),
    hints: all.flatMap(({ hints }) => hints),
  };
}

/** The kind of the model, or its faults. */
async function kindOf(text: string): Promise<unknown> {
  const project = testProject({ [file]: text });
  const all = await findings(project);
  if (all.length > 0) return places({ all });
  return project.with(async (workspace) => (await workspace.plan({})).nodes[0]?.kind);
}

describe("a header is read", () => {
  it.each([
    ["at the top", `/* model\nkind: table\n*/\n${query}`],
    ["after a byte order mark", `\uFEFF/* model\nkind: table\n*/\n${query}`],
    ["after a line comment", `-- sqlfluff:dialect:duckdb\n/* model\nkind: table\n*/\n${query}`],
    ["after a licence", `/* Copyright\n * it's ours\n */\n\n/* model\nkind: table\n*/\n${query}`],
    ["after a comment that nests", `/* a /* b */ c */ /* model\nkind: table\n*/ ${query}`],
    ["in capitals", `/* MODEL\nkind: table\n*/\n${query}`],
    ["with two asterisks", `/** model\nkind: table\n*/\n${query}`],
    ["on one line", `/* model kind: table */ ${query}`],
    ["as a map", `/*model { kind: table }*/ ${query}`],
    ["with line ends of Windows", `/* model\r\nkind: table\r\n*/\r\n${query}`],
    ["that opens a comment", `/* model\nkind: table\ndescription: of data/*.csv\n*/\n${query}`],
    ["before a query with a comment", `/* model\nkind: table\n*/\nselect 'a*/b' as a /* */ -- */`],
  ])("%s", async (_, text) => {
    expect(await kindOf(text)).toBe("table");
  });

  it.each([
    ["prose", `/* model of orders, by Jane */\n${query}`],
    ["prose with a colon", `/* source: the shop's export */\n${query}`],
    ["text in the query", `select '/* model\nkind: table\n*/' as a`],
    ["prose below", `${query}\n-- model\n-- by Jane`],
  ])("and %s is none", async (_, text) => {
    expect(await kindOf(text)).toBe("view");
  });
});

describe("a header that is not read is refused at its line", () => {
  const header = "/* model\nkind: table\n*/";
  const below = "The header stands below the beginning of the query, where it is not read.";
  it.each([
    ["below the query", `${query}\n${header}`, "2:1", below],
    ["in the query", `select 1\n/* MODEL\nkind: table\n*/ + 1 as id`, "2:1", below],
    ["a second one", `${header}\n${header}\n${query}`, "4:1", "The file has a second header."],
    ["a second below", `${header}\n${query}\n${header}`, "5:1", "The file has a second header."],
    [
      "in line comments",
      `-- model\n-- kind: table\n${query}`,
      "1:1",
      "The header is written in line comments, which are not read.",
    ],
    [
      "not closed",
      `-- x\n/* model\nkind: table\n${query}`,
      "2:1",
      "The header comment is not closed.",
    ],
    [
      "of a seed",
      `/* seed\nfile: a.csv\n*/\n${query}`,
      "1:1",
      "A .sql file defines a model, and its header says `seed`.",
    ],
  ])("%s", async (_, text, at, message) => {
    const found = await told(text);
    expect(found.places).toEqual([`MODEL.HEADER_INVALID ${at}`]);
    expect(found.messages).toEqual([message]);
    expect(found.hints).toHaveLength(1);
  });

  it.each([
    ["in double quotes", `/* model\ndescription: "a */ b"\nkind: table\n*/\n${query}`, "2:17"],
    ["in single quotes", `/* model\ndescription: 'a */ b'\nkind: table\n*/\n${query}`, "2:17"],
    ["in plain text", `/* model\ndescription: a */ b\nkind: table\n*/\n${query}`, "2:16"],
    ["in a list", `/* model\ntags: ["*/", b]\n*/\n${query}`, "2:9"],
    ["in a cron", `/* model\ncron: "*/15 * * * *"\n*/\n${query}`, "2:8"],
  ])("cut by `*/` %s", async (_, text, at) => {
    const found = await told(text);
    expect(found.places).toEqual([`MODEL.HEADER_INVALID ${at}`]);
    expect(found.messages).toEqual(["`*/` inside the header ends it."]);
  });
});

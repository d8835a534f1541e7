import { expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";

const relation = "models/raw/s";

/** Findings about files, read as a seed and as a source: code and message. */
async function found(files: Readonly<Record<string, string>>, options = "") {
  const of = async (kind: string, name: string) => {
    const project = testProject({
      ...files,
      [`${relation}.${kind}.yaml`]: `${name}file: data/*\nformat: csv\n${options}`,
      "models/a/reader.sql": "select * from raw.s",
    });
    return (await findings(project)).map(({ code, message }) => `${code} ${message}`);
  };
  const seed = await of("seed", "");
  expect(await of("source", "")).toEqual(seed);
  return seed;
}

it.each([
  ["declared", "delimiter: ';'\n", "id|name\n1|Ada\n", '";" does not occur'],
  ["declared, of an unusual one", "delimiter: ';'\n", "id^name\n1^Ada\n", '";" does not occur'],
  ["not declared", "", "id;name\n1;Ada\n", '"," does not occur'],
])("a delimiter that does not occur is refused where it is %s", async (_, options, text, says) => {
  const [first, ...others] = await found({ "data/s.csv": text }, options);
  expect(first).toContain("SOURCE.UNREADABLE s.csv, line 1: ");
  expect(first).toContain(says);
  expect(others).toEqual([]);
});

it.each([
  ["a quoted name with a separator", '"id|name"\n1\n', "delimiter: ';'\n"],
  ["one column without any separator", "id\n1\n", "delimiter: ';'\n"],
  ["an unnamed column that is declared", "id,\n1,2\n", "columns: { column1: { type: bigint } }\n"],
])("a header is read: %s", async (_, text, options) => {
  expect(await found({ "data/s.csv": text }, options)).toEqual([]);
});

it.each([
  ["another delimiter", "id;v\n3;4\n", "SOURCE.UNREADABLE b.csv, line 1"],
  ["no byte", "", "SOURCE.UNREADABLE The file b.csv is empty"],
  ["no common column", "x,y\n1,2\n", "SOURCE.COLUMNS_DIFFER b.csv has the columns `x`, `y`"],
])("a file among others is refused by its name: %s", async (_, text, says) => {
  for (const [one, other] of [
    ["a", "c"],
    ["c", "d"],
  ]) {
    const files = {
      [`data/${String(one)}.csv`]: "id,v\n1,2\n",
      "data/b.csv": text,
      [`data/${String(other)}.csv`]: "id,v\n3,4\n",
    };
    const [first, ...others] = await found(files);
    expect(others).toEqual([]);
    if (one === "a" || !says.includes("DIFFER")) expect(first).toContain(says);
    else expect(first).toContain("SOURCE.COLUMNS_DIFFER c.csv has the columns `id`, `v`");
  }
});

it("files of a header alone have no rows beside others", async () => {
  expect(await found({ "data/a.csv": "id,v\n1,2\n", "data/b.csv": "id,v\n" })).toEqual([]);
});

it.each([",v\n1,2\n", "id,,v\n1,2,3\n", "id,v,\n1,2,3\n"])(
  "a header with an empty name is refused: %j",
  async (text) => {
    const [first] = await found({ "data/s.csv": text });
    expect(first).toMatch(/^SOURCE.COLUMN_UNNAMED s.csv, line 1: the column \d of \d has no name/);
  },
);

it("an exact contract of files has neither more columns nor fewer in any file", async () => {
  const exact = "contract: exact\ncolumns: { id: { type: bigint }, v: { type: bigint } }\n";
  expect(await found({ "data/s.csv": "id,v\n1,2\n" }, exact)).toEqual([]);
  const [more] = await found({ "data/s.csv": "id,v,extra\n1,2,3\n" }, exact);
  expect(more).toContain("CONTRACT.EXTRA_COLUMN raw.s has a column `extra`");
  const files = { "data/a.csv": "id,v\n1,2\n", "data/b.csv": "id\n1\n" };
  const [fewer] = await found(files, exact);
  expect(fewer).toContain("SOURCE.COLUMNS_DIFFER b.csv has the columns `id` and lacks `v`");
});

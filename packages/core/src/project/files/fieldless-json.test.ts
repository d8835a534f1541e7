import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../../test/project.js";

const contents: Readonly<Record<string, readonly string[]>> = {
  ndjson: ["", "\n", "  \n\n", "\uFEFF", "{}\n", "{}\n{}\n", "null\n", "[]\n"],
  json: ["", "  ", "[]", "[ ]\n", "{}", "[{}]", "[{}, {}]", "null", "[null]"],
};
const cases = Object.entries(contents).flatMap(([format, texts]) =>
  texts.map((text) => [format, text] as const),
);

function project(format: string, text: string, columns = ""): TestProject {
  return testProject({
    "models/raw/feed.source.yaml": `file: feed.${format}\n${columns}`,
    [`feed.${format}`]: text,
    "models/a/m.sql": "/* model\nkind: table\n*/\nselect * from raw.feed",
  });
}

const declared = 'columns: { id: { type: bigint }, box: { type: "struct(x integer)" } }\n';

describe("a JSON file without a field", () => {
  it.each(cases)("is refused where no column is declared: %s %j", async (format, text) => {
    const { nodes, summary } = await project(format, text).build();
    expect(summary.ok).toBe(false);
    expect(nodes["a.m"]?.error).toMatchObject({
      code: "SOURCE.UNREADABLE",
      message: `The file feed.${format} has no field, so its columns are unknown.`,
      where: { file: "models/raw/feed.source.yaml" },
    });
  });

  // A record that is a list is none of declared columns.
  const records = cases.filter(([format, text]) => format === "json" || text !== "[]\n");
  it.each(records)("has the declared columns, without a value: %s %j", async (format, text) => {
    const shop = project(format, text, declared);
    const { nodes } = await shop.build();
    expect(nodes["a.m"]?.error).toBeUndefined();
    // Every object, and every null, is a row.
    const rows = text.match(/\{\}|null/g)?.length ?? 0;
    expect(await shop.value("select count(*) from a.m")).toBe(BigInt(rows));
    expect(await shop.value("select count(id) + count(box.x) from a.m")).toBe(0n);
    expect(await shop.value("select typeof(max(id)) || typeof(max(box)) from a.m")).toBe(
      "BIGINTSTRUCT(x INTEGER)",
    );
  });

  it.each([
    ["1\n2\n", 2n],
    ['"a"\n', 1n],
    ["[[1], [2]]\n", 1n],
    ["true\n", 1n],
  ])("is read as values where it has some: %j", async (text, rows) => {
    const shop = project("ndjson", text);
    await shop.build();
    expect(await shop.value("select count(json) from a.m")).toBe(rows);
  });

  it("has the columns of the other files of a glob", async () => {
    const shop = project("ndjson", "", "");
    shop.write({
      "models/raw/feed.source.yaml": "file: day*.ndjson\n",
      "day1.ndjson": "",
      "day2.ndjson": '{"id": 1}\n',
    });
    await shop.build();
    expect(await shop.rows("select * from a.m")).toEqual([{ id: 1n }]);
    shop.write({ "day2.ndjson": "\n" });
    const { nodes } = await shop.build();
    expect(nodes["a.m"]?.error?.message).toBe(
      "The files of raw.feed have no field, so their columns are unknown.",
    );
  });
});

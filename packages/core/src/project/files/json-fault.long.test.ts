import { describe, expect, it } from "vitest";
import { testProject } from "../../../test/project.js";

/** The error of a seed, from its columns or from loading it. */
async function errorOf(file: string, content: string | Uint8Array, type?: string) {
  const columns = type === undefined ? "" : `columns:\n  v: { type: "${type}" }\n`;
  const project = testProject({ "models/raw/s.seed.yaml": `file: ${file}\n${columns}` });
  project.write({ [file]: content });
  const { nodes } = await project.build();
  return nodes["raw.s"]?.error;
}

/** A fault of a record, with its column and field, and the message. */
const faults: readonly (readonly [string, string, string])[] = [
  ['{"v": hello}', "column 7, `v`", "`hello` is no value of JSON."],
  ['{"v": tru}', "column 7, `v`", "`tru` is no value of JSON."],
  ['{"v": 01}', "column 7, `v`", "`01` is no number of JSON."],
  ['{"v": +1}', "column 7, `v`", "`+1` is no number of JSON."],
  ['{"v": .5}', "column 7, `v`", "`.5` is no number of JSON."],
  ['{"v": 1e}', "column 7, `v`", "`1e` is no number of JSON."],
  ['{"v": 1 "w": 2}', "column 9, `v`", '`"w"` stands where a comma or `}` is expected.'],
  ['{"v" 1}', "column 6, `v`", "`1` stands where a colon is expected."],
  ['{"v":}', "column 6, `v`", "`}` stands where a value is expected."],
  ['{"v": [1 2]}', "column 10, `v`", "`2` stands where a comma or `]` is expected."],
  ['{"v": {"a": {"b": x}}}', "column 19, `v.a.b`", "`x` is no value of JSON."],
  ["{'v': 1}", "column 2", "A text stands in single quotes."],
  ["{v: 1}", "column 2", "`v` is no value of JSON."],
  ['{"v": "a\tb"}', "column 9, `v`", "A text has the control character U+0009."],
  ['{"v": "a\\qb"}', "column 9, `v`", "`\\q` is no escape of JSON."],
  ['{"v": "a\\\\\\ud800"}', "column 11, `v`", "`\\ud800` is half of a character."],
  ['{"v": "a}', "column 7, `v`", "A text begins that is not closed in its line."],
  ['{"v": 1} // one', "column 10", "A comment stands here."],
  [
    '{"v": 1, "v": 2}',
    "column 15, `v`",
    "The object has this key twice, with the values `1` and `2`.",
  ],
  [
    '{"v": {"a": 1}, "v": [2]}',
    "column 22, `v`",
    "The object has this key twice, with the values `{…}` and `[…]`.",
  ],
];

/** Records around the one with the fault, and the line that it stands in. */
const layouts: Readonly<Record<string, (record: string) => { text: string; line: number }>> = {
  "s.ndjson": (record) => ({ text: `{"v":1}\n\n${record}\n{"v":3}\n`, line: 3 }),
  "s.jsonl": (record) => ({ text: `\uFEFF{"v":1}\r\n${record}\r\n`, line: 2 }),
  "s.json": (record) => ({ text: `[{"v":1},\n\n${record}\n, {"v":3}]`, line: 3 }),
};

describe.each(Object.keys(layouts))("a fault in the text of %s", (file) => {
  const layout = layouts[file] as (record: string) => { text: string; line: number };

  it.each(faults)("stands at its line, column and field: %s", async (record, place, message) => {
    const { text, line } = layout(record);
    const error = await errorOf(file, text);
    expect(error).toMatchObject({
      code: "SOURCE.UNREADABLE",
      where: { file: "models/raw/s.seed.yaml", model: "raw.s" },
    });
    expect(error?.message).toBe(`${file}, line ${line}, ${place}: ${message}`);
    expect(error?.hints).toHaveLength(1);
  });
});

it.each([
  ["s.ndjson", '{"v":1}\n{"v":2', "line 2, `v`: The object is not closed by `}` in its line."],
  ["s.ndjson", '{\n"v":1\n}\n', "line 1: The object is not closed by `}` in its line."],
  ["s.ndjson", '{"v":1} {"v":2}\n', "line 1, column 9: Text stands behind the record of the line"],
  ["s.json", '[{"v":1},\n{"v":2}', "line 1: The list is not closed by `]` up to the end"],
  ["s.json", '[{"v":1},\n{"v":[2,', "line 2, `v`: The list is not closed by `]` up to the end"],
  ["s.json", '[{"v":1},\n]', "line 2, column 1: `]` stands where a value is expected."],
  ["s.json", '[{"v":1}]\n x', "line 2, column 2: `x` is no value of JSON."],
])("a text of %s that ends too early or too late is refused: %s", async (file, text, message) => {
  expect((await errorOf(file, text))?.message).toContain(`${file}, ${message}`);
});

it.each([
  ["Latin-1", Buffer.from('{"v":"a"}\n{"v":"caf\xe9"}\n', "latin1"), "line 2, column 10: A byte"],
  ["UTF-16", Buffer.from('\uFEFF{"v":"a"}\n', "utf16le"), "line 1: The text is in UTF-16."],
])("a text in %s is refused by name", async (_, bytes, message) => {
  const error = await errorOf("s.ndjson", bytes);
  expect(error?.message).toContain(`s.ndjson, ${message}`);
  expect(error?.hints.join()).toContain("UTF-8");
});

describe("a value of JSON of another shape than its type", () => {
  it.each([
    ["struct(a integer)", "5", "5"],
    ["struct(a integer)", '"x"', "x"],
    ["struct(a integer)", "[1]", "[1]"],
    ["struct(a integer[])", '{"a":1}', '{"a":1}'],
    ["struct(a struct(b integer))", '{"a":true}', '{"a":true}'],
    ["integer[]", "5", "5"],
    ["integer[]", '{"a":1}', '{"a":1}'],
    ["integer[][]", "[[1],2]", "[[1],2]"],
    ["integer[2]", '{"a":1}', '{"a":1}'],
    ["struct(a integer)[]", '[{"a":1},2]', '[{"a":1},2]'],
    ["map(varchar, integer)", "[1]", "[1]"],
    ["map(varchar, integer[])", '{"k":1}', '{"k":1}'],
  ])("is refused with line and value: %s of %s", async (type, value, text) => {
    const error = await errorOf("s.ndjson", `{"v":null}\n{"v":${value}}\n`, type);
    expect(error?.code).toBe("SOURCE.VALUE");
    expect(error?.message).toContain(`s.ndjson, line 2, \`v\`: ${JSON.stringify(text)} is no`);
  });
});

it("a key that an object inside a value has twice is refused with both values", async () => {
  const text = '{"v":{"a":"x"}}\n{"v":{"a":"x","a":"y"}}\n';
  for (const type of [undefined, "struct(a varchar)"]) {
    expect((await errorOf("s.ndjson", text, type))?.message).toBe(
      's.ndjson, line 2, column 19, `v.a`: The object has this key twice, with the values `"x"` and `"y"`.',
    );
  }
  expect(await errorOf("s.ndjson", text, "json")).toBeUndefined();
});

it("JSON that readers take beside the standard is no fault", async () => {
  const project = testProject({
    "models/raw/s.seed.yaml": "file: s.ndjson\n",
    "s.ndjson": '{"v":[1,2,],"w":NaN,}\n{"v":[],"w":-Infinity}\n',
  });
  expect((await project.build()).summary.ok).toBe(true);
});

it("a fault is found beyond what is read at once", async () => {
  const text = `${'{"v":"é"}\n'.repeat(60_000)}{"v":}\n`;
  expect((await errorOf("s.ndjson", text))?.message).toContain("line 60001, column 6, `v`");
});

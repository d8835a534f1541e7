import { describe, expect, it } from "vitest";
import { testProject } from "../../../test/project.js";

const D = "2024-01-31";
const T = "2024-01-31T10:00:00";
const O = "2024-01-31T10:00:00+02:00";
const Z = "2024-01-31 08:00:00Z";
const AMBIGUOUS = "01/02/2024";

/** Values of columns by name, with the types that they are guessed to have. */
const cases: readonly (readonly [string, Readonly<Record<string, readonly [string[], string]>>])[] =
  [
    ["dates", { a: [[D, D], "DATE"] }],
    ["dates and nulls", { a: [[D, ""], "DATE"] }],
    ["times", { a: [[T, "2024-01-31 10:00:00.5"], "TIMESTAMP"] }],
    ["times with an offset", { a: [[O, O], "TIMESTAMP WITH TIME ZONE"] }],
    ["times in UTC", { a: [[Z, ""], "TIMESTAMP WITH TIME ZONE"] }],
    ["times with several forms of offsets", { a: [[O, Z], "TIMESTAMP WITH TIME ZONE"] }],
    ["times with and without an offset", { a: [[T, O], "VARCHAR"] }],
    ["dates and times", { a: [[D, T], "TIMESTAMP"] }],
    ["dates and times with an offset", { a: [[D, O], "VARCHAR"] }],
    ["nanoseconds", { a: [[`${T}.123456789`, T], "VARCHAR"] }],
    ["no days of the calendar", { a: [["2024-02-30", "2024-02-31"], "VARCHAR"] }],
    ["offsets of one digit", { a: [[`${T}+5`, `${T}+5`], "VARCHAR"] }],
    [
      "dates behind ambiguous ones",
      { a: [[AMBIGUOUS, AMBIGUOUS], "VARCHAR"], b: [[D, D], "DATE"] },
    ],
    [
      "dates before ambiguous ones",
      { a: [[D, D], "DATE"], b: [[AMBIGUOUS, AMBIGUOUS], "VARCHAR"] },
    ],
    [
      "times beside ambiguous dates",
      { a: [[AMBIGUOUS, AMBIGUOUS], "VARCHAR"], b: [[T, T], "TIMESTAMP"] },
    ],
    [
      "all of them",
      {
        a: [["31/01/2024", "30/01/2024"], "VARCHAR"],
        b: [[O, O], "TIMESTAMP WITH TIME ZONE"],
        c: [[D, D], "DATE"],
        d: [[T, T], "TIMESTAMP"],
        e: [["x", D], "VARCHAR"],
      },
    ],
  ];

type Columns = (typeof cases)[number][1];
const rowsOf = (columns: Columns) =>
  [0, 1].map((i) =>
    Object.fromEntries(Object.entries(columns).map(([name, [values]]) => [name, values[i] ?? ""])),
  );
const lines = (columns: Columns, separator: string) =>
  rowsOf(columns).map((row) => Object.values(row).join(separator));
const objects = (columns: Columns) =>
  rowsOf(columns).map((row) => JSON.stringify(row).replaceAll('""', "null"));
const files: Readonly<Record<string, (columns: Columns) => string>> = {
  "s.csv": (columns) => [Object.keys(columns).join(","), ...lines(columns, ","), ""].join("\n"),
  "s.tsv": (columns) => [Object.keys(columns).join("\t"), ...lines(columns, "\t"), ""].join("\n"),
  "s.ndjson": (columns) => `${objects(columns).join("\n")}\n`,
  "s.json": (columns) => `[${objects(columns).join(",\n")}]`,
};

async function typesOf(options: string, contents: Readonly<Record<string, string>>) {
  const project = testProject({ "models/raw/s.source.yaml": options, ...contents });
  project.write({ "models/a/m.sql": "/* model\nkind: table\n*/\nselect * from raw.s" });
  expect((await project.build()).nodes["a.m"]?.error).toBeUndefined();
  const [row = {}] = await project.rows("select typeof(columns(*)) from a.m limit 1");
  return Object.values(row);
}

describe.each(Object.keys(files))("dates and times without a declared type in %s", (file) => {
  it.each(cases)("have one type by what all of them are: %s", async (_, columns) => {
    const text = files[file]?.(columns) ?? "";
    const expected = Object.values(columns).map(([, type]) => type);
    expect(await typesOf(`file: ${file}\n`, { [file]: text })).toEqual(expected);
  });
});

describe("dates and times without a declared type", () => {
  it("have one type in all files of a source", async () => {
    const parts = { "p1.csv": `v,w\n${T},${D}\n`, "p2.csv": `w,v\n${D},${O}\n` };
    expect(await typesOf("file: p*.csv\n", parts)).toEqual(["VARCHAR", "DATE"]);
  });

  it("in a file without a header are guessed beside texts", async () => {
    const text = `x,${O},${D}\ny,${O},${D}\n`;
    expect(await typesOf("file: s.csv\nheader: false\n", { "s.csv": text })).toEqual([
      "VARCHAR",
      "TIMESTAMP WITH TIME ZONE",
      "DATE",
    ]);
  });

  it("are the instants that are written", async () => {
    const project = testProject({
      "models/raw/s.seed.yaml": "file: s.ndjson\n",
      "s.ndjson": `{"v":"${O}"}\n`,
    });
    await project.build();
    expect(await project.value("select epoch(v)::bigint from raw.s")).toBe(1706688000n);
  });
});

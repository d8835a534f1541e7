import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Diagnostic } from "../../base/errors/sluice-error.js";
import { findings, testProject } from "../../../test/project.js";

const table = (query: string) => `/* model\nkind: table\n*/\n${query}`;

/** Rows of a seed made of one file, in file order. */
async function seeded(file: string, content: string | Uint8Array, options = "") {
  const project = testProject({ "models/raw/s.seed.yaml": `file: data/${file}\n${options}` });
  project.write({ [`data/${file}`]: content });
  const { summary, nodes } = await project.build();
  expect({ ok: summary.ok, error: nodes["raw.s"]?.error }).toEqual({ ok: true, error: undefined });
  return project.rows("select * from raw.s");
}

describe("seeds", () => {
  const rows = [
    { id: 1n, name: "ada" },
    { id: 2n, name: null },
  ];

  it.each([
    ["csv", "s.csv", "id,name\n1,ada\n2,\n"],
    ["tsv", "s.tsv", "id\tname\n1\tada\n2\t\n"],
    ["json", "s.json", '[{"id":1,"name":"ada"},{"id":2,"name":null}]'],
    ["ndjson", "s.ndjson", '{"id":1,"name":"ada"}\n{"id":2,"name":null}\n'],
  ])("are read from %s", async (_, file, text) => {
    expect(await seeded(file, text)).toEqual(rows);
  });

  it("are read from parquet", async () => {
    const project = testProject({ "models/raw/s.seed.yaml": "file: s.parquet\n" });
    await project.execute(
      `copy (select * from (values (1::bigint, 'ada'), (2, null)) t(id, name)) to '${project.dir}/s.parquet' (format parquet)`,
    );
    await project.build();
    expect(await project.rows("select * from raw.s")).toEqual(rows);
  });

  it.each([
    ["a byte order mark", "\uFEFFid,name\n1,ada\n2,\n"],
    ["CRLF", "id,name\r\n1,ada\r\n2,\r\n"],
    ["no line end at the end", "id,name\n1,ada\n2,"],
  ])("may have %s", async (_, text) => {
    expect(await seeded("s.csv", text)).toEqual(rows);
  });

  it("may have delimiters, quotes and line ends in quotes", async () => {
    expect(await seeded("s.csv", 'id,name\n1,"a ""b"", c\nd"\n2,é😀\n')).toEqual([
      { id: 1n, name: 'a "b", c\nd' },
      { id: 2n, name: "é😀" },
    ]);
  });

  it("of headers only are empty and typed", async () => {
    const columns = "columns:\n  id: { type: integer }\n";
    expect(await seeded("s.csv", "id,name\n", columns)).toEqual([]);
    expect(await seeded("s.csv", "id,name", columns)).toEqual([]);
  });

  it("take declared types, their own null texts and text as it stands", async () => {
    const columns = "columns:\n  code: { type: varchar }\nnull_values: ['-']\n";
    expect(await seeded("s.csv", "code,n\n007,1\n008,-\n", columns)).toEqual([
      { code: "007", n: 1n },
      { code: "008", n: null },
    ]);
    expect(await seeded("s.csv", "code,n\n007,1\n", "all_text: true\n")).toEqual([
      { code: "007", n: "1" },
    ]);
    expect(await seeded("s.csv", "a;b\n1;2\n", "delimiter: ';'\nheader: true\n")).toEqual([
      { a: 1n, b: 2n },
    ]);
  });

  it("find their file by a variable", async () => {
    const files = {
      "models/raw/s.seed.yaml": "file: $dir/s.csv\n",
      "one/s.csv": "v\n1\n",
      "two/s.csv": "v\n2\n",
    };
    const project = testProject(files, { vars: z.object({ dir: z.string().default("one") }) });
    await project.build();
    expect(await project.value("select v from raw.s")).toBe(1n);
    await project.build({}, { vars: { dir: "two" } });
    expect(await project.value("select v from raw.s")).toBe(2n);
  });
});

describe("seeds that cannot be read", () => {
  const found = async (options: string, files: Readonly<Record<string, string>> = {}) => {
    const project = testProject({ "models/raw/s.seed.yaml": options, ...files });
    const [first, ...others] = await findings(project);
    expect(others).toEqual([]);
    return first;
  };

  it("because the file does not exist name a near one", async () => {
    const missing = await found("file: data/order.csv\n", { "data/orders.csv": "a\n1\n" });
    expect(missing).toMatchObject({
      code: "SOURCE.NOT_FOUND",
      where: { file: "models/raw/s.seed.yaml" },
      hints: ["Did you mean data/orders.csv?"],
    });
  });

  it("because the format is not known say what may be given", async () => {
    const unknown = await found("file: s.dat\n", { "s.dat": "a\n1\n" });
    expect(unknown).toMatchObject({ code: "SOURCE.FORMAT_UNKNOWN" });
  });

  it.each([
    ["an empty csv file", "s.csv", ""],
    ["broken json", "s.json", '[{"id": 1'],
  ])("because of %s", async (_, file, text) => {
    const broken = await found(`file: ${file}\n`, { [file]: text });
    expect(broken?.code).toBe("SOURCE.UNREADABLE");
    expect(broken?.where?.model).toBe("raw.s");
  });

  it.each([
    ["too few values", "a,b\n1,x\n2\n3,z\n", 3, "There is 1 value, but the header has 2"],
    ["too many values", 'a,b\n1,"x\ny"\n2,y,z\n', 4, "There are 3 values, but the header has 2"],
    ["a quote that is not closed", 'a,b\n1,x\n2,"y\n3,z\n', 3, "never closed"],
    ["text behind a quote", 'a,b\n1,"x"y\n', 2, "behind a closing quote"],
    ["mixed line ends", "a,b\r\n1,x\n2,y\r\n", 2, "ends with LF, those before with CRLF"],
    ["another delimiter", "a;b\n1;x,y\n2;y\n", 2, 'delimiter: ";"'],
    ["a title", "My report\n\na,b\n1,x\n", 3, "`skip: 2`"],
  ])("because of %s name the line and what to do", async (_, text, line, words) => {
    const broken = await found("file: s.csv\n", { "s.csv": text });
    expect(broken?.code).toBe("SOURCE.UNREADABLE");
    expect(broken?.message).toContain(`s.csv, line ${line}: `);
    expect([broken?.message, ...(broken?.hints ?? [])].join("\n")).toContain(words);
  });

  it.each([
    ["s.csv", "id,v\n123456789012345678901234567890,0.5\n1,2\n"],
    ["s.ndjson", '{"id":123456789012345678901234567890,"v":0.5}\n{"id":1,"v":2}\n'],
  ])("because keys in %s would be rounded; a declared type reads them", async (file, text) => {
    const inexact = await found(`file: ${file}\n`, { [file]: text });
    expect(inexact).toMatchObject({
      code: "SOURCE.INEXACT",
      message: expect.stringContaining("`id` of raw.s") as string,
    });
    const types = "columns:\n  id: { type: varchar }\n  v: { type: double }\n";
    const rows = await seeded(file, text, types);
    expect(rows).toContainEqual({ id: "123456789012345678901234567890", v: 0.5 });
  });

  it("because a declared column is not in the file are told at the declaration", async () => {
    const missing = await found("file: s.csv\ncolumns:\n  amuont: { type: bigint }\n", {
      "s.csv": "id,amount\n1,2\n",
    });
    expect(missing).toMatchObject({
      code: "CONTRACT.MISSING_COLUMN",
      where: { file: "models/raw/s.seed.yaml", line: 3 },
      hints: ["Did you mean `amount`?"],
    });
  });

  it("because nobody said how values are separated", async () => {
    const text = "a;b\n1;2\n";
    expect(await found("file: s.csv\n", { "s.csv": text })).toMatchObject({
      code: "SOURCE.UNREADABLE",
      hints: [
        'Say how values are separated: `delimiter: ";"`.',
        "A name of one column may have such a character in quotes.",
      ],
    });
    expect(await found("file: s.csv\n", { "s.csv": '"a;b"\n1;2\n' })).toBeUndefined();
    expect(await found('file: s.csv\ndelimiter: ";"\n', { "s.csv": text })).toBeUndefined();
  });

  it("because it is no parquet file", async () => {
    const broken = await found("file: s.parquet\n", { "s.parquet": "PAR1garbagePAR1" });
    expect(broken).toMatchObject({ code: "SOURCE.UNREADABLE" });
    expect(broken?.where).toEqual({ file: "models/raw/s.seed.yaml", model: "raw.s" });
  });

  it("because JSON has fields that a declared type leaves out", async () => {
    const text = '{"id":1,"box":{"a":1}}\n{"id":2,"box":{"a":2,"late":true}}\n';
    const some = 'file: s.ndjson\ncolumns:\n  box: { type: "struct(a integer)" }\n';
    expect(await found(some, { "s.ndjson": text })).toMatchObject({
      code: "SOURCE.FIELD_UNDECLARED",
      where: { file: "models/raw/s.seed.yaml" },
      message: expect.stringContaining("leave out: `box.late`.") as string,
    });
    const every = some.replace("a integer", "a integer, late boolean");
    expect(await found(every, { "s.ndjson": text })).toBeUndefined();
    expect(await found("file: s.ndjson\n", { "s.ndjson": text })).toBeUndefined();
  });

  it("because a value does not fit its declared type: the row is named, readers keep the old", async () => {
    const project = testProject({
      "models/raw/s.seed.yaml": "file: s.csv\ncolumns:\n  n: { type: integer }\n",
      "s.csv": "n\n1\n",
    });
    await project.build();
    project.write({ "s.csv": "n\n1\ntwo\n" });
    const outcome = await project
      .build()
      .then(({ nodes }) => nodes["raw.s"]?.error)
      .catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: "SOURCE.VALUE" });
    expect(outcome).toMatchObject({
      message: expect.stringMatching(/s\.csv, line 3, `n`: "two"/) as string,
    });
    // Line 3 is one of the data, not of the file that declares it.
    expect(outcome).toMatchObject({ where: { file: "models/raw/s.seed.yaml", model: "raw.s" } });
    expect((outcome as Diagnostic).where?.line).toBeUndefined();
    expect(await project.rows("select n from raw.s")).toEqual([{ n: 1 }]);
  });
});

describe("sources", () => {
  it("are tables of the warehouse", async () => {
    const project = testProject({
      "models/ext/orders.source.yaml": "table: landing.orders\n",
      "models/a/m.sql": "/* model\nkind: table\n*/\nselect sum(n)::int as n from ext.orders",
    });
    await project.execute("create schema landing; create table landing.orders as select 2 as n");
    await project.build();
    expect(await project.value("select n from a.m")).toBe(2);
    await project.execute("insert into landing.orders values (40)");
    await project.build();
    expect(await project.value("select n from a.m")).toBe(42);
  });

  it("that queries read by a function of the engine count as changed each time", async () => {
    const project = testProject({ "models/a/pure.sql": table("select * from range(3)") });
    project.write({
      "x.csv": "n\n1\n",
      "models/a/inner.sql": `/* model\nkind: ephemeral\n*/\nselect n from read_csv('${project.dir}/x.csv')`,
      "models/a/m.sql": table("select sum(n)::int as n from a.inner"),
    });
    await project.build();
    expect(await project.value("select n from a.m")).toBe(1);
    project.write({ "x.csv": "n\n1\n40\n" });
    expect((await project.build()).built).toEqual(["a.m"]);
    expect(await project.value("select n from a.m")).toBe(41);
  });

  it("that are tables and do not exist are told", async () => {
    const project = testProject({
      "models/ext/orders.source.yaml": "table: landing.orders\n",
      "models/a/m.sql": "select * from ext.orders",
    });
    const { nodes } = await project.build();
    expect(nodes["a.m"]).toMatchObject({
      status: "failed",
      error: { code: "SOURCE.NOT_FOUND", where: { file: "models/ext/orders.source.yaml" } },
    });
  });

  it("are files by a pattern, in the order of their names", async () => {
    const project = testProject({
      "models/ext/days.source.yaml": "file: data/day-*.csv\n",
      "models/a/m.sql": "/* model\nkind: table\n*/\nselect sum(n)::int as n from ext.days",
      "data/day-1.csv": "n\n1\n",
      "data/day-2.csv": "n\n2\n",
      "data/other.csv": "n\n100\n",
    });
    await project.build();
    expect(await project.value("select n from a.m")).toBe(3);
    expect((await project.build()).built).toEqual([]);
    project.write({ "data/day-3.csv": "n\n3\n" });
    expect((await project.build()).built).toEqual(["a.m"]);
    expect(await project.value("select n from a.m")).toBe(6);
  });
});

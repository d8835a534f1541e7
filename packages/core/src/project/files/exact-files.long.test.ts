import { describe, expect, it } from "vitest";
import { failure, findings, testProject } from "../../../test/project.js";

interface Case {
  readonly type: string;
  /** A text of the file, as CSV and as JSON have it, with the text of the value that it is. */
  readonly taken: readonly (readonly [string, string])[];
  readonly refused: readonly string[];
  /** A type that has what is refused, or another next step. */
  readonly next: string;
}

const cases: Readonly<Record<string, Case>> = {
  "whole numbers": {
    type: "bigint",
    taken: [
      ["7", "7"],
      ["1e2", "100"],
      ["9007199254740993", "9007199254740993"],
    ],
    refused: ["1.5", "0x1F", "1_000", "x"],
    next: '"decimal(18,1)"',
  },
  decimals: {
    type: "decimal(10,2)",
    taken: [
      ["12.3", "12.30"],
      ["12.340", "12.34"],
    ],
    refused: ["12.345", "1e-3", "1.005", "2.675"],
    next: '"decimal(18,3)"',
  },
  "floating-point numbers": {
    type: "double",
    taken: [
      ["0.1", "0.1"],
      ["1e3", "1000.0"],
    ],
    refused: ["1e400", "x"],
    next: "VARCHAR",
  },
  dates: {
    type: "date",
    taken: [
      ["2024-01-31", "2024-01-31"],
      ["2024-01-31T00:00:00", "2024-01-31"],
    ],
    refused: ["01/02/2024", "2024-01-31T23:30:00-05:00", "2024-02-30"],
    next: "date_format",
  },
  timestamps: {
    type: "timestamp",
    taken: [
      ["2024-01-01T10:00:00+02:00", "2024-01-01 08:00:00"],
      ["2024-01-01T10:00:00Z", "2024-01-01 10:00:00"],
    ],
    refused: ["2024-01-01 10:00:00.123456789", "01/02/2024 10:00"],
    next: "no more digits",
  },
  lists: {
    type: "integer[]",
    taken: [["[1, 2]", "[1, 2]"]],
    refused: ["[1,2.5]"],
    next: "VARCHAR",
  },
};

/** A text as JSON: what looks like a number or list is one. */
const asJson = (text: string) =>
  /^(-?\d+(\.\d+)?|\[.*\])$/.test(text) ? text : JSON.stringify(text);
const files: Readonly<Record<string, (texts: readonly string[]) => string>> = {
  csv: (texts) => `n,v\n${texts.map((text, i) => `${i},"${text}"\n`).join("")}`,
  tsv: (texts) => `n\tv\n${texts.map((text, i) => `${i}\t${text}\n`).join("")}`,
  json: (texts) => `[${texts.map((text, i) => `{"n":${i},"v":${asJson(text)}}`).join(",\n")}]`,
  ndjson: (texts) => texts.map((text, i) => `{"n":${i},"v":${asJson(text)}}\n`).join(""),
};
const kinds = {
  seed: "models/raw/s.seed.yaml",
  source: "models/raw/s.source.yaml",
};
const table = (query: string) => `/* model\nkind: table\n*/\n${query}`;

function projectOf(
  type: string,
  text: string,
  { format, kind }: { format: string; kind: keyof typeof kinds },
) {
  return testProject({
    [kinds[kind]]:
      `file: s.${format}\ncolumns:\n  n: { type: integer }\n  v: { type: "${type}" }\n`,
    [`s.${format}`]: text,
    "models/a/m.sql": table("select n, v from raw.s"),
  });
}

describe.each(Object.keys(files))("declared types of %s files", (format) => {
  const render = files[format] as (texts: readonly string[]) => string;

  it.each(Object.entries(cases))(
    "%s are the values that are written",
    async (_, { type, taken }) => {
      const project = projectOf(type, render(taken.map(([text]) => text)), {
        format,
        kind: "seed",
      });
      expect((await project.build()).summary.ok).toBe(true);
      const rows = await project.rows("select v::varchar as v from a.m order by n");
      expect(rows.map(({ v }) => v)).toEqual(taken.map(([, value]) => value));
    },
  );

  it.each(Object.entries(cases))(
    "%s that would change are refused with place and value",
    async (_, { type, taken, refused, next }) => {
      for (const kind of ["seed", "source"] as const) {
        const texts = [...taken.map(([text]) => text), ...refused];
        const project = projectOf(type, render(texts), { format, kind });
        const { nodes } = await project.build();
        const error = nodes[kind === "seed" ? "raw.s" : "a.m"]?.error;
        expect(error?.code, kind).toBe("SOURCE.VALUE");
        const first = format === "csv" || format === "tsv" ? 2 : 1;
        for (const [i, text] of refused.entries()) {
          const record = taken.length + i;
          const place = format === "json" ? `record ${record + 1}` : `line ${record + first}`;
          expect(error?.message, kind).toContain(
            `s.${format}, ${place}, \`v\`: ${JSON.stringify(text)} is no ${type}`,
          );
        }
        expect(error?.hints.join("\n"), kind).toContain(next);
        expect(await failure(project.rows("select * from a.m"))).toBeDefined();
      }
    },
  );
});

describe.each(["json", "ndjson"])("texts of %s files", (format) => {
  const render = (value: string) =>
    format === "json" ? `[{"n":1,"v":${value}}]` : `{"n":1,"v":${value}}\n`;

  it.each([
    ["varchar", '"1.10"', "1.10"],
    ["varchar", '"a\\"b\\u00e9"', 'a"bé'],
    ["varchar", "12", "12"],
    ["varchar", "-9007199254740993", "-9007199254740993"],
    ["varchar", "true", "true"],
    ["varchar", '{"a":[1]}', '{"a":[1]}'],
    ["varchar", "null", null],
    ["varchar[]", '["1.10",2]', "[1.10, 2]"],
    ["struct(a varchar)", '{"a":"1e2"}', "{'a': 1e2}"],
  ])("are as they are written: %s of %s", async (type, value, text) => {
    for (const kind of ["seed", "source"] as const) {
      const project = projectOf(type, render(value), { format, kind });
      expect((await project.build()).summary.ok).toBe(true);
      expect(await project.value("select v::varchar from a.m")).toBe(text);
    }
  });

  it.each([
    ["varchar", "1.10"],
    ["varchar", "1e2"],
    ["varchar", "-0.50"],
    ["varchar[]", "[1.10]"],
    ["struct(a varchar)", '{"a":1.0}'],
    ["map(varchar, varchar)", '{"a":1E5}'],
  ])("do not lose the spelling of a number: %s refuses %s", async (type, value) => {
    for (const kind of ["seed", "source"] as const) {
      const { nodes } = await projectOf(type, render(value), { format, kind }).build();
      const error = nodes[kind === "seed" ? "raw.s" : "a.m"]?.error;
      expect(error?.code, kind).toBe("SOURCE.VALUE");
      if (type === "varchar") expect(error?.hints.join()).toContain("Write the value in quotes");
    }
  });
});

describe("structs, maps and lists of JSON", () => {
  const build = async (type: string, value: string) => {
    const project = projectOf(type, `{"n":1,"v":${value}}\n`, { format: "ndjson", kind: "seed" });
    const { nodes } = await project.build();
    const error = nodes["raw.s"]?.error;
    return error
      ? { code: error.code, message: error.message }
      : await project.value("select v::varchar from raw.s");
  };

  it.each([
    ["struct(a decimal(10,2), b varchar)", '{"a":1.5,"b":"x"}', "{'a': 1.50, 'b': x}"],
    ["struct(a decimal(10,2), b varchar)", '{"a":"12345678901234.5","b":null}', undefined],
    [
      "struct(a decimal(30,2), b varchar)",
      '{"a":"12345678901234567890.55","b":null}',
      "{'a': 12345678901234567890.55, 'b': NULL}",
    ],
    ["struct(a bigint)", '{"a":1.5}', undefined],
    ["struct(a date[])", '{"a":["2024-01-31",null]}', "{'a': [2024-01-31, NULL]}"],
    ["struct(a date[])", '{"a":["2024-01-31T10:00:00"]}', undefined],
    ["map(varchar, integer)", '{"k":1}', "{k=1}"],
    ["map(varchar, integer)", '{"k":1.5}', undefined],
    ["integer[2]", "[1,2]", "[1, 2]"],
    ["integer[2]", "[1,2,3]", undefined],
    ["timestamptz[]", '["2024-01-01T10:00:00+02:00"]', "['2024-01-01 08:00:00+00']"],
  ])("of %s: %s", async (type, value, expected) => {
    const found = await build(type, value);
    if (expected === undefined) expect(found).toMatchObject({ code: "SOURCE.VALUE" });
    else expect(found).toBe(expected);
  });
});

describe("types of parquet files", () => {
  const build = async (value: string, type: string) => {
    const project = testProject({
      "models/raw/s.seed.yaml": `file: s.parquet\ncolumns:\n  v: { type: "${type}" }\n`,
    });
    await project.execute(
      `copy (select ${value} as v) to '${project.dir}/s.parquet' (format parquet)`,
    );
    const { nodes } = await project.build();
    const error = nodes["raw.s"]?.error;
    return error ? error.code : await project.value("select v::varchar from raw.s");
  };

  it.each([
    ["1.5::double", "bigint", "SOURCE.VALUE"],
    ["2::double", "bigint", "2"],
    ["9007199254740993::bigint", "double", "SOURCE.VALUE"],
    ["12.345::decimal(10,3)", "decimal(10,2)", "SOURCE.VALUE"],
    ["12.340::decimal(10,3)", "decimal(10,2)", "12.34"],
    ["timestamp '2024-01-01 10:00:00'", "date", "SOURCE.VALUE"],
    ["timestamptz '2024-01-01 10:00:00+02'", "timestamp", "2024-01-01 08:00:00"],
    ["[1, 2.5]", "integer[]", "SOURCE.VALUE"],
    ["{'a': 1, 'b': 2}", "struct(a integer)", "SOURCE.VALUE"],
    ["{'a': 'x', 'b': [1]}", "struct(a varchar, b bigint[])", "{'a': x, 'b': [1]}"],
    ["'x y'", "varchar", "x y"],
  ])("%s as %s is %s", async (value, type, expected) => {
    expect(await build(value, type)).toBe(expected);
  });
});

describe("formats of dates and timestamps", () => {
  const dates = (options: string, text: string) =>
    testProject({
      "models/raw/s.seed.yaml": `file: s.csv\n${options}`,
      "s.csv": `day,seen\n${text}\n`,
    });
  const types = "columns:\n  day: { type: date }\n  seen: { type: timestamp }\n";

  it("of the file are those of its declared columns", async () => {
    const project = dates(
      `date_format: "%d/%m/%Y"\ntimestamp_format: "%d/%m/%Y %H:%M"\n${types}`,
      "01/02/2024,31/01/2024 10:30",
    );
    await project.build();
    expect(await project.rows("select day::varchar as d, seen::varchar as t from raw.s")).toEqual([
      { d: "2024-02-01", t: "2024-01-31 10:30:00" },
    ]);
  });

  it("of a column go before those of the file", async () => {
    const columns =
      'columns:\n  day: { type: date, date_format: "%m/%d/%Y" }\n  seen: { type: date }\n';
    const project = dates(`date_format: "%d/%m/%Y"\n${columns}`, "01/02/2024,01/02/2024");
    await project.build();
    expect(await project.rows("select day::varchar as d, seen::varchar as t from raw.s")).toEqual([
      { d: "2024-01-02", t: "2024-02-01" },
    ]);
  });

  it.each(["1/2/2024", "01/02/2024", "1/02/2024"])(
    "with numbers without a leading zero take %s",
    async (text) => {
      const project = dates(`date_format: "%-d/%-m/%Y"\n${types}`, `${text},`);
      await project.build();
      expect(await project.value("select day::varchar from raw.s")).toBe("2024-02-01");
    },
  );

  it.each(["31/02/2024", "2024-01-31", "1/2/2024", "01/02/24"])(
    "refuse %s where the form is another",
    async (text) => {
      const { nodes } = await dates(`date_format: "%d/%m/%Y"\n${types}`, `${text},`).build();
      expect(nodes["raw.s"]?.error?.code).toBe("SOURCE.VALUE");
    },
  );

  it("are part of what a seed is: another format reads the file again", async () => {
    const project = dates(`date_format: "%d/%m/%Y"\n${types}`, "01/02/2024,");
    await project.build();
    project.write({ "models/raw/s.seed.yaml": `file: s.csv\ndate_format: "%m/%d/%Y"\n${types}` });
    expect((await project.build()).built).toEqual(["raw.s"]);
    expect(await project.value("select day::varchar from raw.s")).toBe("2024-01-02");
  });

  it.each([
    ["date_format", "varchar"],
    ["date_format", "timestamp"],
    ["timestamp_format", "date"],
    ["timestamp_format", "date[]"],
    ["date_format", "struct(a timestamp, b varchar)"],
    ["date_format", "map(varchar, integer)"],
  ])("of a column that they say nothing of are refused: %s of %s", async (key, type) => {
    const column = `columns:\n  day: { type: "${type}", ${key}: "%d/%m/%Y" }\n`;
    const [found] = await findings(dates(column, ","));
    expect(found).toMatchObject({
      code: "MODEL.INVALID",
      where: { file: "models/raw/s.seed.yaml" },
    });
    expect(found?.message).toContain(`\`${key}\` of the column \`day\` has no effect`);
  });

  it("have nanoseconds, as far as the type has them", async () => {
    const form = '"%Y-%m-%d %H:%M:%S.%n"';
    const column = (type: string) =>
      `columns:\n  seen: { type: ${type}, timestamp_format: ${form} }\n`;
    const text = ",2024-01-31 10:30:00.123456789";
    const project = dates(column("timestamp_ns"), text);
    await project.build();
    expect(await project.value("select seen::varchar from raw.s")).toBe(
      "2024-01-31 10:30:00.123456789",
    );
    const { nodes } = await dates(column("timestamp"), text).build();
    expect(nodes["raw.s"]?.error?.code).toBe("SOURCE.VALUE");
  });

  it("are those of texts in Parquet", async () => {
    const project = testProject({
      "models/raw/s.seed.yaml": `file: s.parquet\ncolumns:\n  day: { type: date, date_format: "%d/%m/%Y" }\n  other: { type: date, date_format: "%d/%m/%Y" }\n`,
    });
    const write = (day: string) =>
      project.execute(
        `copy (select '${day}' as day, date '2024-03-04' as other) to '${project.dir}/s.parquet' (format parquet)`,
      );
    await write("01/02/2024");
    await project.build();
    expect(await project.rows("select day::varchar as d, other::varchar as o from raw.s")).toEqual([
      { d: "2024-02-01", o: "2024-03-04" },
    ]);
    await write("2024-02-01");
    expect((await project.build()).nodes["raw.s"]?.error?.code).toBe("SOURCE.VALUE");
  });

  it.each([
    [`date_format: "%d/%m/%s"\n${types}`, 2, 21, "there is no directive `%s`"],
    ['columns:\n  day: { type: date, date_format: "%d %Q" }\n', 3, 39, "no directive `%Q`"],
    ['timestamp_format: "%H:%M"\n', 2, 20, "it has no year"],
  ])(
    "that the engine cannot read by are refused at their place: %s",
    async (yaml, line, column, words) => {
      const [found, ...others] = await findings(dates(yaml, ","));
      expect(others).toEqual([]);
      expect(found).toMatchObject({
        code: "MODEL.INVALID",
        where: { file: "models/raw/s.seed.yaml", line, column },
      });
      expect(found?.message).toContain(words);
    },
  );

  it("of a column without a type are refused", async () => {
    const [found] = await findings(dates('columns:\n  day: { date_format: "%d/%m/%Y" }\n', ","));
    expect(found?.message).toContain("has no effect: it has no type");
  });

  it.each([
    ["no column of such values", "columns:\n  day: { type: varchar }\n"],
    ["a column with a format of its own", 'columns:\n  day: { type: date, date_format: "%d" }\n'],
  ])("of a file with %s are refused", async (_, columns) => {
    const all = await findings(dates(`date_format: "%d/%m/%Y"\n${columns}`, ","));
    expect(all.map(({ message }) => message)).toContain(
      "`date_format` has no effect: no column is declared as date without a format of its own.",
    );
  });

  it("without directives are refused at their place", async () => {
    const [found] = await findings(dates(`date_format: DD/MM/YYYY\n${types}`, ","));
    expect(found).toMatchObject({ where: { file: "models/raw/s.seed.yaml", line: 2 } });
    expect(found?.hints.join()).toContain("%d/%m/%Y");
  });
});

describe("formats of dates in lists, structs and maps", () => {
  const formats = (type: string) =>
    (/\bdate\b/.test(type) ? 'date_format: "%d/%m/%Y"\n' : "") +
    (type.includes("timestamp") ? 'timestamp_format: "%d/%m/%Y %H:%M"\n' : "");
  const project = (file: string, type: string, text: string) =>
    testProject({
      "models/raw/s.seed.yaml": `file: ${file}\n${formats(type)}columns:\n  v: { type: "${type}" }\n`,
      [file]: text,
    });
  const read = async (file: string, type: string, text: string) => {
    const of = project(file, type, text);
    const { nodes } = await of.build();
    const error = nodes["raw.s"]?.error;
    return error ? error.code : of.value("select v::varchar from raw.s");
  };

  it.each([
    ["date[]", '["01/02/2024",null]', "[2024-02-01, NULL]"],
    ["date[]", '["2024-02-01"]', undefined],
    ["date[]", '["31/02/2024"]', undefined],
    ["date[1]", '["01/02/2024"]', "[2024-02-01]"],
    ["date[][]", '[["01/02/2024"]]', "[[2024-02-01]]"],
    [
      "struct(d date, t timestamp, n integer)",
      '{"d":"01/02/2024","t":"01/02/2024 10:30","n":1}',
      "{'d': 2024-02-01, 't': '2024-02-01 10:30:00', 'n': 1}",
    ],
    ["struct(d date, t timestamp)", '{"d":"01/02/2024","t":"2024-02-01T10:30:00"}', undefined],
    ["map(varchar, date)", '{"a":"01/02/2024"}', "{a=2024-02-01}"],
    ["map(date, varchar)", '{"01/02/2024":"a"}', "{2024-02-01=a}"],
    ["struct(a timestamptz[])", '{"a":["01/02/2024 10:30"]}', "{'a': ['2024-02-01 10:30:00+00']}"],
  ])("of JSON count: %s of %s", async (type, value, expected) => {
    const found = await read("s.ndjson", type, `{"v":${value}}\n`);
    expect(found).toBe(expected ?? "SOURCE.VALUE");
  });

  it.each([
    ["date[]", "[01/02/2024, NULL]", "[2024-02-01, NULL]"],
    ["date[]", "[2024-02-01]", undefined],
    ["struct(d date)", "{'d': 01/02/2024}", "{'d': 2024-02-01}"],
    ["map(varchar, date)", "{a=01/02/2024}", "{a=2024-02-01}"],
  ])("of CSV count: %s of %s", async (type, value, expected) => {
    expect(await read("s.csv", type, `v\n"${value}"\n`)).toBe(expected ?? "SOURCE.VALUE");
  });

  it("of Parquet count where the file has texts", async () => {
    const parquet = project("s.parquet", "date[]", "");
    const write = (list: string) =>
      parquet.execute(`copy (select ${list} as v) to '${parquet.dir}/s.parquet' (format parquet)`);
    await write("['01/02/2024']");
    await parquet.build();
    expect(await parquet.value("select v::varchar from raw.s")).toBe("[2024-02-01]");
    await write("[timestamp '2024-02-02 00:00:00']");
    await parquet.build();
    expect(await parquet.value("select v::varchar from raw.s")).toBe("[2024-02-02]");
  });
});

it("a format of a column that a query makes is refused, in SQL and in TypeScript", async () => {
  const [inSql] = await findings(
    testProject({
      "models/a/m.sql":
        '/* model\ncolumns:\n  x: { type: date, date_format: "%d" }\n*/\nselect current_date as x',
    }),
  );
  expect(inSql).toMatchObject({
    message: "`columns.x.date_format` is not a known key.",
    where: { file: "models/a/m.sql", line: 3 },
  });
  const [inTypeScript] = await findings(
    testProject({
      "models/a/m.ts": `const { defineModel, sql } = globalThis.sluice;
export default defineModel({
  columns: { x: { timestamp_format: "%d" } },
  sql: () => sql\`select 1 as x\`,
});`,
    }),
  );
  expect(inTypeScript).toMatchObject({
    message: "`columns.x.timestamp_format` is not a known key.",
    where: { file: "models/a/m.ts", line: 3 },
  });
});

describe("columns without a declared type", () => {
  const typesOf = async (name: string, text: string) => {
    const project = testProject({ "models/raw/s.seed.yaml": `file: ${name}\n`, [name]: text });
    await project.build();
    const [row = {}] = await project.rows("select typeof(columns(*)) from raw.s limit 1");
    return Object.values(row);
  };

  it.each([
    ["01/02/2024", "VARCHAR"],
    ["03/25/2024", "VARCHAR"],
    ["31.01.2024", "VARCHAR"],
    ["2024-01-31", "DATE"],
    ["2024-01-31T10:00:00", "TIMESTAMP"],
    ["2024-01-31 10:00:00.123456789", "VARCHAR"],
    ["0x1F", "VARCHAR"],
    ["1_000", "VARCHAR"],
    ["007", "VARCHAR"],
    ["7", "BIGINT"],
    ["0.5", "DOUBLE"],
    ["10:00:00", "TIME"],
    ["true", "BOOLEAN"],
  ])("that hold %s are %s in CSV", async (text, type) => {
    expect(await typesOf("s.csv", `v\n${text}\n${text}\n`)).toEqual([type]);
  });

  it.each([
    ['"01/02/2024"', "VARCHAR"],
    ['"2024-01-31"', "DATE"],
    ['"2024-01-31T10:00:00"', "TIMESTAMP"],
    ['"2024-01-31 10:00:00.123456789"', "VARCHAR"],
    ["7", "BIGINT"],
    ["0.5", "DOUBLE"],
    ["[1,2]", "BIGINT[]"],
  ])("that hold %s are %s in NDJSON", async (text, type) => {
    expect(await typesOf("s.ndjson", `{"v":${text},"n":1}\n`)).toEqual([type, "BIGINT"]);
  });

  it("keep their type in a view over a source: a row that does not fit it is refused", async () => {
    const project = testProject({
      "models/raw/s.source.yaml": "file: s.csv\n",
      "s.csv": "v\n2024-01-31\n",
      "models/a/m.sql": "select v from raw.s",
    });
    await project.build();
    project.write({ "s.csv": "v\n2024-01-31\n01/02/2024\n" });
    const error = await failure(project.rows("select * from a.m"));
    expect(error).toMatchObject({ code: "SOURCE.VALUE" });
    expect(error.message).toContain('"01/02/2024"');
  });

  it.each([
    ["s.csv", "id,v\n1,0.10\n2,1234567890123456.78\n"],
    ["s.json", '[{"id":1,"v":0.1},\n{"id":2,"v":1234567890123456.78}]'],
    ["s.ndjson", '{"id":1,"v":0.1}\n{"id":2,"v":{"w":[1234567890123456.78]}}\n'],
    ["s.ndjson", '{"id":1,"v":0.30000000000000000001}\n'],
  ])("in %s with numbers that a double rounds are refused: %s", async (name, text) => {
    const [found] = await findings(
      testProject({ "models/raw/s.seed.yaml": `file: ${name}\n`, [name]: text }),
    );
    expect(found).toMatchObject({ code: "SOURCE.INEXACT" });
  });

  it.each([
    ["s.csv", "v\n0.30000000000000004\n1e300\n"],
    ["s.ndjson", '{"v":0.30000000000000004,"s":"1234567890123456.78"}\n'],
  ])("in %s may have numbers as doubles are printed", async (name, text) => {
    expect(
      await findings(testProject({ "models/raw/s.seed.yaml": `file: ${name}\n`, [name]: text })),
    ).toEqual([]);
  });
});

describe("two columns of one name", () => {
  const found = async (name: string, text: string) => {
    const all = await findings(
      testProject({ "models/raw/s.seed.yaml": `file: ${name}\n`, [name]: text }),
    );
    return all[0];
  };

  it.each([
    ["s.csv", "Id,id\n1,2\n"],
    ["s.csv", "id,id\n1,2\n"],
    ["s.csv", '"a,b",x,"A,b"\n1,2,3\n'],
    ["s.tsv", "id\tid\n1\t2\n"],
    ["s.ndjson", '{"Id":1,"id":2}\n'],
    ["s.json", '[{"x":1,"Id":1},{"x":2,"id":2}]'],
  ])("are refused in %s: %s", async (name, text) => {
    expect(await found(name, text)).toMatchObject({ code: "SOURCE.COLUMN_DUPLICATE" });
  });

  it.each([
    ["s.csv", "id,id_1\n1,2\n"],
    ["s.ndjson", '{"id":1,"id_1":2}\n'],
  ])("are not those of %s: %s", async (name, text) => {
    expect(await found(name, text)).toBeUndefined();
  });

  it("are refused in an object of JSON with its line", async () => {
    const error = await found("s.ndjson", '{"id":1}\n{"id":1,"id":2}\n');
    expect(error?.code).toBe("SOURCE.UNREADABLE");
    expect(error?.message).toContain("line 2");
  });
});

describe("byte order marks", () => {
  it.each([
    ["s.csv", "\uFEFFid,ok\n1,\n2,true\n"],
    ["s.ndjson", '\uFEFF{"id":1,"ok":null}\n{"id":2,"ok":true}\n'],
    ["s.json", '\uFEFF[{"id":1,"ok":null},{"id":2,"ok":true}]'],
  ])("before %s are no part of the data", async (name, text) => {
    for (const columns of ["", "columns:\n  id: { type: bigint }\n  ok: { type: boolean }\n"]) {
      const project = testProject({
        "models/raw/s.seed.yaml": `file: ${name}\n${columns}`,
        [name]: text,
      });
      await project.build();
      expect(await project.rows("select * from raw.s order by id")).toEqual([
        { id: 1n, ok: null },
        { id: 2n, ok: true },
      ]);
    }
  });
});

it("a seed whose file did not change is not read again; a refused one leaves readers with the last good version", async () => {
  const project = projectOf("bigint", "n,v\n1,1\n", { format: "csv", kind: "seed" });
  await project.build();
  expect((await project.build()).built).toEqual([]);
  project.write({ "s.csv": "n,v\n1,1\n2,2.5\n" });
  expect((await project.build()).summary.ok).toBe(false);
  expect(await project.rows("select * from raw.s")).toEqual([{ n: 1, v: 1n }]);
});

import type { SqlValue, WarehouseAdapter } from "@sluice/core/adapter";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { duckdb } from "./index.js";
import { quoteIdentifier } from "./text.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:", threads: 1 }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

async function read(sql: string): Promise<SqlValue[]> {
  const values: SqlValue[] = [];
  for await (const row of warehouse.query(sql)) values.push(row["v"] ?? null);
  return values;
}

const bigint = (bits: bigint, signed: boolean) =>
  fc.bigInt(
    signed
      ? { min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n }
      : { min: 0n, max: 2n ** bits - 1n },
  );
const integer = (bits: number, signed: boolean) =>
  fc.integer(
    signed ? { min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 } : { min: 0, max: 2 ** bits - 1 },
  );
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "'",
    "''",
    "\\'",
    "'; drop table x; --",
    '"',
    "$$",
    "\0",
    "a\0b\0",
    "\n\r\t",
    "NULL",
    "null",
    "{}",
    "🦆",
  ),
);
const decimal = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }).map((n) => {
  const digits = (n < 0n ? -n : n).toString().padStart(4, "0");
  return `${n < 0n ? "-" : ""}${digits.slice(0, -3)}.${digits.slice(-3)}`;
});
/** Texts of temporal types are made by the engine from counts, so that the test does not repeat our own formatting. */
const cases: readonly (readonly [type: string, values: fc.Arbitrary<SqlValue>])[] = [
  ["BOOLEAN", fc.boolean()],
  ["TINYINT", integer(8, true)],
  ["SMALLINT", integer(16, true)],
  ["INTEGER", integer(32, true)],
  ["UTINYINT", integer(8, false)],
  ["USMALLINT", integer(16, false)],
  ["UINTEGER", integer(32, false)],
  ["BIGINT", bigint(64n, true)],
  ["UBIGINT", bigint(64n, false)],
  ["HUGEINT", bigint(128n, true)],
  ["UHUGEINT", bigint(128n, false)],
  ["BIGNUM", fc.bigInt({ min: -(2n ** 400n), max: 2n ** 400n })],
  ["DOUBLE", fc.double()],
  ["FLOAT", fc.float()],
  ["DECIMAL(18,3)", decimal],
  ["VARCHAR", text],
  ["BLOB", fc.uint8Array().map((bytes) => new Uint8Array(bytes))],
  ["BIT", fc.stringMatching(/^[01]{1,40}$/)],
  ["UUID", fc.uuid()],
  ["JSON", fc.json().filter((json) => !json.includes("\\u0000"))],
  ["ENUM('a', 'it''s', 'ü')", fc.constantFrom("a", "it's", "ü")],
  [
    "INTERVAL",
    fc.record({
      months: fc.integer({ min: -12_000, max: 12_000 }),
      days: fc.integer({ min: -9e5, max: 9e5 }),
      micros: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
    }),
  ],
  ["INTEGER[]", fc.array(fc.option(integer(32, true)))],
  ["VARCHAR[][]", fc.array(fc.array(text))],
  ["DOUBLE[2]", fc.tuple(fc.double(), fc.double())],
  [
    "MAP(VARCHAR, BIGINT)",
    fc
      .array(fc.tuple(text, bigint(64n, true)), { maxLength: 5 })
      .map((entries) => new Map(entries)),
  ],
  [
    'STRUCT(a INTEGER, "b c" VARCHAR, "quo\'""te" DECIMAL(18,3)[])',
    fc.record({
      a: fc.option<SqlValue>(integer(32, true)),
      "b c": text,
      "quo'\"te": fc.array(decimal),
    }),
  ],
  [
    "UNION(num BIGINT, str VARCHAR)",
    fc.oneof(
      bigint(64n, true).map((num) => ({ num })),
      text.map((str) => ({ str })),
    ),
  ],
  [
    "STRUCT(l STRUCT(x DATE, y TIMESTAMP)[])",
    fc.record({
      l: fc.array(
        fc.record({
          x: fc.constantFrom("2024-02-29", null, "infinity"),
          y: fc.constantFrom("2024-02-29 01:02:03.000004", "-infinity"),
        }),
      ),
    }),
  ],
];

describe.each(cases)("%s", (type, arbitrary) => {
  test("value -> literal -> select -> value", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(arbitrary), { minLength: 1, maxLength: 20 }),
        async (values) => {
          const items = values.map(
            (value, i) => `(${i}, ${warehouse.dialect.literal(value, type)})`,
          );
          expect(
            await read(`select v from (values ${items.join(", ")}) t(i, v) order by i`),
          ).toEqual(values);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("value -> load -> select -> value", async () => {
    await warehouse.execute(`create or replace table loaded (i integer, v ${type})`);
    const target = { schema: "main", name: "loaded" };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(arbitrary), { minLength: 1, maxLength: 20 }),
        async (values) => {
          await warehouse.execute("delete from loaded");
          await warehouse.load(
            target,
            values.map((value, i) => [i, value]),
          );
          expect(await read("select v from loaded order by i")).toEqual(values);
        },
      ),
      { numRuns: 25 },
    );
  });
});

const edge = (bits: bigint) => fc.bigInt({ min: -(2n ** bits), max: 2n ** bits });
const temporal: readonly (readonly [
  type: string,
  make: (n: string) => string,
  counts: fc.Arbitrary<bigint>,
])[] = [
  [
    "DATE",
    (n) => `date '1970-01-01' + cast(${n} as integer)`,
    fc.bigInt({ min: -2_000_000n, max: 100_000_000n }),
  ],
  [
    "TIMESTAMP",
    (n) => `make_timestamp(cast(${n} as bigint))`,
    fc.bigInt({ min: -(2n ** 57n), max: 2n ** 62n }),
  ],
  [
    "TIMESTAMP_S",
    (n) => `cast(make_timestamp(cast(${n} as bigint) * 1000000) as timestamp_s)`,
    edge(42n),
  ],
  ["TIMESTAMP_MS", (n) => `make_timestamp_ms(cast(${n} as bigint))`, edge(47n)],
  ["TIMESTAMP_NS", (n) => `make_timestamp_ns(cast(${n} as bigint))`, edge(62n)],
  ["TIMESTAMP WITH TIME ZONE", (n) => `to_timestamp(cast(${n} as bigint) / 1000)`, edge(44n)],
  [
    "TIME",
    (n) => `time '00:00:00' + to_microseconds(cast(${n} as bigint))`,
    fc.bigInt({ min: 0n, max: 86_399_999_999n }),
  ],
];

describe.each(temporal)("%s", (type, make, counts) => {
  test("is written as the engine writes it, as literal and loaded", async () => {
    await warehouse.execute(`create or replace table loaded (i integer, v ${type})`);
    await fc.assert(
      fc.asyncProperty(fc.array(counts, { minLength: 1, maxLength: 20 }), async (numbers) => {
        const exprs = numbers
          .map((n, i) => `select ${i} as i, ${make(`'${n}'`)} as v`)
          .join(" union all ");
        const values = await read(`select v from (${exprs}) order by i`);
        expect(values).toEqual(
          await read(`select cast(v as varchar) as v from (${exprs}) order by i`),
        );
        const literals = values.map(
          (value, i) => `select ${i} as i, ${warehouse.dialect.literal(value, type)} as v`,
        );
        expect(await read(`select v from (${literals.join(" union all ")}) order by i`)).toEqual(
          values,
        );
        await warehouse.execute("delete from loaded");
        await warehouse.load(
          { schema: "main", name: "loaded" },
          values.map((value, i) => [i, value]),
        );
        expect(await read(`select v from loaded order by i`)).toEqual(values);
        expect(
          await read(
            `select cast(l.v = e.v as varchar) as v from loaded l join (${exprs}) e using (i)`,
          ),
        ).toEqual(values.map(() => "true"));
      }),
      { numRuns: 25 },
    );
  });
});

test.each([
  ["DATE", ["infinity", "-infinity", "0044-03-15 (BC)", "12024-01-01", "0001-01-01"]],
  [
    "TIMESTAMP",
    ["infinity", "-infinity", "0044-03-15 (BC) 10:00:00", "290000-01-01 00:00:00.000001"],
  ],
  [
    "TIMESTAMP WITH TIME ZONE",
    ["infinity", "-infinity", "0044-03-15 (BC) 10:00:00+00", "12024-01-01 00:00:00+00"],
  ],
  [
    "TIME WITH TIME ZONE",
    ["10:00:00+00", "23:59:59.999999-15:59:59", "00:00:00+05:30", "12:00:00-08"],
  ],
  ["TIME", ["24:00:00", "00:00:00"]],
  ["TIME_NS", ["10:00:00.123456789", "23:59:59"]],
  ["TIMESTAMP_NS", ["2024-01-31 10:00:00.123456789", "1677-09-22 00:00:00"]],
])("%s: edges", async (type, values) => {
  await warehouse.execute(`create or replace table loaded (i integer, v ${type})`);
  await warehouse.load(
    { schema: "main", name: "loaded" },
    values.map((value, i) => [i, value]),
  );
  expect(await read("select v from loaded order by i")).toEqual(values);
  expect(await read("select cast(v as varchar) as v from loaded order by i")).toEqual(values);
  for (const value of values)
    expect(await read(`select ${warehouse.dialect.literal(value, type)} as v`)).toEqual([value]);
});

describe("refusals of load", () => {
  test.each<[string, SqlValue]>([
    ["TINYINT", 128],
    ["INTEGER", 2 ** 31],
    ["INTEGER", 1.5],
    ["INTEGER", "x"],
    ["UINTEGER", -1],
    ["BIGINT", 2n ** 63n],
    ["BIGINT", 2 ** 60],
    ["HUGEINT", 2n ** 127n],
    ["UBIGINT", -1n],
    ["DECIMAL(5,2)", "1000"],
    ["DECIMAL(5,2)", "1.234"],
    ["DECIMAL(5,2)", "x"],
    ["DECIMAL(5,2)", NaN],
    ["DECIMAL(5,2)", ""],
    ["FLOAT", 0.1],
    ["DOUBLE", "1"],
    ["DOUBLE", 2n ** 60n + 1n],
    ["BOOLEAN", 1],
    ["BOOLEAN", "true"],
    ["VARCHAR", 5],
    ["VARCHAR", "\ud800"],
    ["DATE", "2024-02-30"],
    ["DATE", "2023-02-29"],
    ["DATE", "2024-13-01"],
    ["DATE", "yesterday"],
    ["DATE", "2024-01-31 10:00:00"],
    ["DATE", new Date("2024-01-01T10:00:00Z")],
    ["DATE", new Date(NaN)],
    ["DATE", "0000-01-01 (BC)"],
    ["TIMESTAMP", "2024-01-31T10:00:00Z"],
    ["TIMESTAMP", "2024-01-31 25:00:00"],
    ["TIMESTAMP", "2024-01-31 10:00:00.1234567"],
    ["TIMESTAMP", "300000-01-01 00:00:00"],
    ["TIMESTAMP_S", "2024-01-31 10:00:00.5"],
    ["TIME", "25:00:00"],
    ["TIME", "10:60:00"],
    ["UUID", "not-a-uuid"],
    ["BLOB", "text"],
    ["BIT", "012"],
    ["BIT", ""],
    ["JSON", "{"],
    ["ENUM('a')", "b"],
    ["INTEGER[]", 5],
    ["INTEGER[]", ["x"]],
    ["INTEGER[2]", [1]],
    ["STRUCT(a INTEGER)", { b: 1 }],
    ["STRUCT(a INTEGER)", { a: "x" }],
    ["MAP(VARCHAR, INTEGER)", { a: 1 }],
    ["MAP(VARCHAR, INTEGER)", new Map([[null, 1]])],
    ["UNION(a INTEGER)", { b: 1 }],
    ["INTERVAL", "1 day"],
  ])("%s does not take %o", async (type, value) => {
    await warehouse.execute(`create or replace table loaded (v ${type})`);
    const load = warehouse.load({ schema: "main", name: "loaded" }, [[null], [value]]);
    await expect(load).rejects.toMatchObject({ code: "ADAPTER.VALUE" });
    await expect(load).rejects.toThrow(/^Row 2, column v: /);
    expect(await read("select * as v from loaded".replace("* as v", "v"))).toEqual([]);
  });
});

test("text never escapes its literal, a name never its quotes", async () => {
  const nasty = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "'",
          '"',
          "\\",
          "--",
          "/*",
          "*/",
          ";",
          "$$",
          "\n",
          "\0",
          "chr(0)",
          "||",
          "{{",
        ),
        fc.string({ unit: "grapheme" }),
      ),
    )
    .map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(fc.array(nasty, { minLength: 1, maxLength: 10 }), async (texts) => {
      const rows = texts.map(
        (value, i) => `select ${warehouse.dialect.literal(value)} as v, ${i} as i`,
      );
      expect(await read(`select v from (${rows.join(" union all ")}) order by i`)).toEqual(texts);
      const names = [
        ...new Set(
          texts
            .filter((value) => value !== "" && !value.includes("\0"))
            .map((name) => name.toLowerCase()),
        ),
      ];
      for (const name of names) {
        for await (const row of warehouse.query(`select 1 as ${quoteIdentifier(name)}`))
          expect(Object.keys(row)).toEqual([name]);
      }
    }),
    { numRuns: 100 },
  );
});

test("what has no literal or name is refused", () => {
  for (const bad of ["\ud800", "a\udfffb"]) {
    expect(() => warehouse.dialect.literal(bad)).toThrow(/surrogate/);
    expect(() => quoteIdentifier(bad)).toThrow(/cannot be a name/);
  }
  expect(() => quoteIdentifier("")).toThrow(/cannot be a name/);
  expect(() => quoteIdentifier("a\0b")).toThrow(/cannot be a name/);
  expect(() => warehouse.dialect.literal({})).toThrow(/empty object/);
  expect(() => warehouse.dialect.literal(new Date(NaN))).toThrow(/invalid Date/);
});

test("types without a lossless form are refused by name when read", async () => {
  await expect(read("select 1::variant as v")).rejects.toMatchObject({ code: "ADAPTER.VALUE" });
  await expect(read("select row(1, 2) as v")).rejects.toMatchObject({ code: "ADAPTER.VALUE" });
});

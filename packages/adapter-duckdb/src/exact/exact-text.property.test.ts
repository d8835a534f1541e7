import type { SqlValue, WarehouseAdapter } from "@sluice/core/adapter";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { duckdb } from "../index.js";
import { quoteText } from "../text.js";
import { castExact } from "./cast-exact.js";
import { exactText } from "./exact-text.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

/** The values of a type that these values become through their texts. */
async function readBack(type: string, values: readonly SqlValue[]): Promise<SqlValue[]> {
  const rows = values.map((value, i) => `(${i}, ${quoteText(exactText(value))})`).join(", ");
  const sql = `select ${castExact("v", type)} as r from (values ${rows}) t(i, v) order by i`;
  const found: SqlValue[] = [];
  for await (const row of warehouse.query(sql)) found.push(row["r"] ?? null);
  return found;
}

/** Texts with what quotes, separates and escapes in nested texts. */
const text = fc
  .array(
    fc.constantFrom(
      "a",
      "B",
      " ",
      ",",
      ":",
      "=",
      "'",
      '"',
      "\\",
      "[",
      "]",
      "{",
      "}",
      "(",
      "\n",
      "é",
      "NULL",
      "null",
      "😀",
      "x1",
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(""));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 5 });
const int = fc.integer({ min: -1000, max: 1000 });

const nested: Readonly<Record<string, fc.Arbitrary<SqlValue>>> = {
  "VARCHAR[]": fc.array(maybe(text), { maxLength: 4 }),
  "VARCHAR[][]": fc.array(maybe(fc.array(maybe(text), { maxLength: 3 })), { maxLength: 3 }),
  "STRUCT(a INTEGER, b VARCHAR)": fc.record({ a: maybe(int), b: maybe(text) }),
  "STRUCT(a VARCHAR[], b STRUCT(c VARCHAR, d INTEGER)[])": fc.record({
    a: maybe(fc.array(maybe(text), { maxLength: 3 })),
    b: maybe(fc.array(maybe(fc.record({ c: maybe(text), d: maybe(int) })), { maxLength: 3 })),
  }),
  "VARCHAR[][][]": fc.array(fc.array(fc.array(maybe(text), { maxLength: 2 }), { maxLength: 2 }), {
    maxLength: 2,
  }),
  "BLOB[]": fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 3 }),
};

const maps: Readonly<Record<string, fc.Arbitrary<SqlValue>>> = {
  "MAP(VARCHAR, VARCHAR)": fc
    .uniqueArray(fc.tuple(text, maybe(text)), { maxLength: 3, selector: ([key]) => key })
    .map((entries) => new Map(entries)),
  "MAP(VARCHAR, VARCHAR[])": fc
    .uniqueArray(fc.tuple(text, maybe(fc.array(maybe(text), { maxLength: 2 }))), {
      maxLength: 3,
      selector: ([key]) => key,
    })
    .map((entries) => new Map(entries)),
};

test.each(Object.entries({ ...nested, ...maps }))(
  "%s: a value is read back from its text",
  async (type, value) => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 20 }), async (values) => {
        expect(await readBack(type, values)).toEqual(values);
      }),
      { numRuns: 60 },
    );
  },
);

test.each<[string, SqlValue, SqlValue]>([
  ["BIGINT", 12n, 12n],
  ["DOUBLE", 0.1, 0.1],
  ["DOUBLE", -0, -0],
  ["DOUBLE", Number.NaN, Number.NaN],
  ["BOOLEAN", true, true],
  ["VARCHAR", "it's", "it's"],
  ["DATE", new Date("2024-01-31"), "2024-01-31"],
  ["DATE", new Date("2024-01-31T10:00:00Z"), null],
  ["TIMESTAMP", new Date("2024-01-31T10:00:00.5Z"), "2024-01-31 10:00:00.5"],
  ["BLOB", new Uint8Array([0, 255, 97]), new Uint8Array([0, 255, 97])],
  [
    "INTERVAL",
    { months: -1, days: 3, micros: 4_000_001n },
    { months: -1, days: 3, micros: 4_000_001n },
  ],
  ["INTERVAL[]", [{ months: 0, days: 0, micros: -1n }], [{ months: 0, days: 0, micros: -1n }]],
])("%s: the text of %o is read as %o", async (type, value, expected) => {
  expect(await readBack(type, [value])).toEqual([expected]);
});

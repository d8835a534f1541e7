import type { WarehouseAdapter } from "@sluice/core/adapter";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { duckdb } from "../index.js";
import { quoteText } from "../text.js";
import { inUnits, readNumber } from "./__fixtures__/written-number.js";
import { castExact } from "./cast-exact.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

const runs = { numRuns: 60 };

/** Texts of the values that texts are cast to, or null. */
async function castAll(type: string, texts: readonly string[]): Promise<(string | null)[]> {
  const values = texts.map((text, i) => `(${i}, ${quoteText(text)})`).join(", ");
  const sql = `select cast(${castExact("v", type)} as varchar) as r from (values ${values}) t(i, v) order by i`;
  const results: (string | null)[] = [];
  for await (const row of warehouse.query(sql)) results.push(row["r"] as string | null);
  return results;
}

const many = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 40 });

/** Numbers in all the ways they are written, most of them close to what a type holds. */
const numberText = fc
  .record({
    sign: fc.constantFrom("", "", "-", "+"),
    whole: fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
      fc.nat(300).map(String),
      fc.constantFrom("", "0", "00", "007"),
    ),
    fraction: fc.oneof(
      fc.constant(undefined),
      fc.nat(999).map(String),
      fc.constantFrom("", "0", "00", "5", "50", "005", "0000000001"),
    ),
    exponent: fc.oneof(
      { weight: 3, arbitrary: fc.constant("") },
      { weight: 1, arbitrary: fc.integer({ min: -25, max: 25 }).map((e) => `e${e}`) },
    ),
  })
  .map(({ sign, whole, fraction, exponent }) => {
    const point = fraction === undefined ? "" : `.${fraction}`;
    return `${sign}${whole}${point}${exponent}`;
  });

/** Texts of numbers, some of them broken by one inserted character. */
const hurtNumber = fc
  .tuple(numberText, fc.constantFrom("", "", "", "_", "x", " ", ",", "."), fc.nat(30))
  .map(([text, insert, at]) => text.slice(0, at) + insert + text.slice(at));

const integers = {
  TINYINT: [-(2n ** 7n), 2n ** 7n - 1n],
  SMALLINT: [-(2n ** 15n), 2n ** 15n - 1n],
  INTEGER: [-(2n ** 31n), 2n ** 31n - 1n],
  BIGINT: [-(2n ** 63n), 2n ** 63n - 1n],
  HUGEINT: [-(2n ** 127n), 2n ** 127n - 1n],
  UTINYINT: [0n, 2n ** 8n - 1n],
  USMALLINT: [0n, 2n ** 16n - 1n],
  UINTEGER: [0n, 2n ** 32n - 1n],
  UBIGINT: [0n, 2n ** 64n - 1n],
  UHUGEINT: [0n, 2n ** 128n - 1n],
} as const;

test.each(Object.entries(integers))(
  "%s takes a text when it is a whole number in range, and is then that number",
  async (type, [least, greatest]) => {
    await fc.assert(
      fc.asyncProperty(many(hurtNumber), async (texts) => {
        const results = await castAll(type, texts);
        for (const [i, text] of texts.entries()) {
          const written = readNumber(text);
          const value = written && inUnits(written, 0);
          const fits = value !== undefined && least <= value && value <= greatest;
          expect(results[i], JSON.stringify(text)).toBe(fits ? String(value) : null);
        }
      }),
      runs,
    );
  },
);

test.each([
  [10, 2],
  [4, 4],
  [18, 0],
  [38, 9],
])("DECIMAL(%i,%i) takes a text when no digit is beyond its scale", async (width, scale) => {
  await fc.assert(
    fc.asyncProperty(many(hurtNumber), async (texts) => {
      const results = await castAll(`DECIMAL(${width},${scale})`, texts);
      for (const [i, text] of texts.entries()) {
        const written = readNumber(text);
        const units = written && inUnits(written, scale);
        const bound = 10n ** BigInt(width);
        const fits = units !== undefined && -bound < units && units < bound;
        const result = results[i];
        const found = typeof result === "string" ? readNumber(result) : undefined;
        expect(found && inUnits(found, scale), JSON.stringify(text)).toBe(fits ? units : undefined);
      }
    }),
    runs,
  );
});

test("DOUBLE takes numbers of at most 15 digits, and doubles printed with as many as they need", async () => {
  await fc.assert(
    fc.asyncProperty(
      many(fc.oneof(hurtNumber, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String))),
      async (texts) => {
        const results = await castAll("DOUBLE", texts);
        for (const [i, text] of texts.entries()) {
          const written = readNumber(text);
          const value = Number(text);
          if (written === undefined) {
            expect(results[i], text).toBeNull();
            continue;
          }
          const count = String(written.digits)
            .replace(/^-|0+$/g, "")
            .replace(/0+$/, "").length;
          const digits = (n: number) =>
            value
              .toExponential(n - 1)
              .replace(/e.*|[.-]/g, "")
              .replace(/0+$/, "");
          const own = String(written.digits).replace("-", "").replace(/0+$/, "");
          const isOwn = count <= 17 && digits(Math.max(count, 1)) === own;
          const isSmall = value !== 0 && Math.abs(value) < 2.3e-308;
          const exact = written.digits === 0n || count <= 15 || isOwn;
          // Of a double half-way between two numbers of so many digits, JavaScript prints the greater, the engine the even one.
          const all = value.toExponential(40).replace(/e.*|[.-]/g, "");
          const isHalfWay = /^50*$/.test(all.slice(count));
          if (isSmall || isHalfWay) continue;
          const found = results[i] === null ? null : Number(results[i]);
          expect(found, text).toBe(exact ? value : null);
        }
      },
    ),
    runs,
  );
});

const pad = (n: number, size = 2) => String(n).padStart(size, "0");

/** A timestamp in the ways it is written, with its microseconds since 1970; undefined where digits are beyond them. */
const timestamp = fc
  .record({
    micros: fc.bigInt({ min: -(10n ** 16n), max: 2n * 10n ** 17n }),
    beyond: fc.constantFrom("", "", "000", "001", "5"),
    separator: fc.constantFrom(" ", "T"),
    offset: fc.oneof(
      fc.constantFrom("", "Z", "+00", "+02", "-05:30", "+0545"),
      fc.integer({ min: -14 * 60, max: 14 * 60 }),
    ),
  })
  .map(({ micros, beyond, separator, offset }) => {
    const written = typeof offset === "number" ? offsetText(offset) : offset;
    const local = new Date(Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n));
    const fraction = `${pad(local.getUTCMilliseconds(), 3)}${pad(Number(((micros % 1000n) + 1000n) % 1000n), 3)}${beyond}`;
    const text = `${pad(local.getUTCFullYear(), 4)}-${pad(local.getUTCMonth() + 1)}-${pad(local.getUTCDate())}${separator}${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}:${pad(local.getUTCSeconds())}.${fraction}${written}`;
    const instant = micros - BigInt(minutesOf(written)) * 60_000_000n;
    return { text, instant: /[1-9]/.test(beyond) ? undefined : instant };
  });

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function minutesOf(offset: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (match === null) return 0;
  const size = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === "-" ? -size : size;
}

test.each(["TIMESTAMP", "TIMESTAMP WITH TIME ZONE"])(
  "%s is the instant that a text with or without offset names, to the microsecond",
  async (type) => {
    await fc.assert(
      fc.asyncProperty(many(timestamp), async (given) => {
        const values = given.map(({ text }, i) => `(${i}, ${quoteText(text)})`).join(", ");
        const sql = `select epoch_us(${castExact("v", type)}) as r from (values ${values}) t(i, v) order by i`;
        const found: unknown[] = [];
        for await (const row of warehouse.query(sql)) found.push(row["r"]);
        expect(found).toEqual(given.map(({ instant }) => instant ?? null));
      }),
      runs,
    );
  },
);

/** SQL for random values of the types whose texts are the engine's own. */
const randomSql: Readonly<Record<string, string>> = {
  BOOLEAN: "hash(i) % 2 = 0",
  DATE: "date '1900-01-01' + (hash(i) % 80000)::int",
  TIME: "time '00:00:00' + to_microseconds((hash(i) % 86400000000)::bigint)",
  TIMESTAMP_NS: "make_timestamp_ns((hash(i) % 4000000000000000000)::bigint)",
  INTERVAL:
    "to_days((hash(i) % 900)::int - 300) + to_microseconds((hash(i) % 90000000000)::bigint)",
  UUID: "md5(i::varchar)::uuid",
  BLOB: "unhex(md5(i::varchar))",
  BIT: "(hash(i) % 1000)::int::bit",
  FLOAT: "((hash(i) % 1000000007) / 977.0)::float",
  DOUBLE: "(hash(i) % 1000000007) / 977.0",
  JSON: "json_object('k', i, 'l', [i, null])",
  "ENUM('a', 'b c')": "case when i % 2 = 0 then 'a' else 'b c' end::enum('a', 'b c')",
  "INTEGER[]": "case when i % 9 = 0 then [] else [i, null, -i] end",
  "VARCHAR[]": "['a, b', 'it''s', '', 'x \"y\"', '[', 'C:\\\\new', i::varchar]",
  "DOUBLE[2]": "array_value(i / 7, i / 3)",
  "STRUCT(a INTEGER, b VARCHAR[], c DATE)":
    "{'a': i, 'b': ['x, y', null], 'c': date '2024-01-01' + i::int}",
  "MAP(VARCHAR, STRUCT(a INTEGER))": "map {'k ' || i: {'a': i}, 'n': null}",
};

test.each(Object.entries(randomSql))(
  "%s: the engine's own text of a value is that value",
  async (type, sql) => {
    const rows: unknown[] = [];
    const given = `select i, cast(${sql} as ${type}) as given from range(500) r(i)`;
    const text = `select given, cast(given as varchar) as v from (${given})`;
    const changed = `select v from (select v, given, ${castExact("v", type)} as found from (${text})) where found is distinct from given`;
    for await (const row of warehouse.query(changed)) rows.push(row["v"]);
    expect(rows).toEqual([]);
  },
);

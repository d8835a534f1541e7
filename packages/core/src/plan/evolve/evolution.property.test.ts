import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import type { Row, SqlValue } from "../../warehouse/values.js";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import { check, keyedEngine, type KeyedEngine } from "../../../test/keyed-engine.js";
import { castGuard } from "./cast-guard.js";
import { compareColumns } from "./compare-columns.js";
import { evolution } from "./evolution.js";

/** Types with values that other types can, and cannot, hold. */
const types: Readonly<Record<string, readonly SqlValue[]>> = {
  TINYINT: [0, 1, -128],
  INTEGER: [1, 0, 2147483647, 19723],
  BIGINT: [1n, 9007199254740993n, -9223372036854775808n],
  UBIGINT: [1n, 18446744073709551615n],
  FLOAT: [1, 0.5, 16777216],
  DOUBLE: [1, 1.5, -0, 1e300, NaN, 9007199254740992],
  "DECIMAL(6,2)": ["1.00", "1.25", "9999.99"],
  "DECIMAL(10,3)": ["1.000", "1.255", "1234567.000"],
  VARCHAR: ["1", "01", "1.5", "true", "2024-01-01", "2024-01-01 00:00:00", "x", "", "[1]"],
  BOOLEAN: [true, false],
  DATE: ["2024-01-01", "0001-01-01", "9999-12-31"],
  TIMESTAMP: ["2024-01-01 00:00:00", "2024-01-01 10:00:00.000001"],
  "TIMESTAMP WITH TIME ZONE": ["2024-01-01 00:00:00+00", "2024-01-01 10:00:00+00"],
  "INTEGER[]": [[1], [1, null], []],
  "STRUCT(a INTEGER, b VARCHAR)": [
    { a: 1, b: "x" },
    { a: 1, b: null },
  ],
  "STRUCT(a BIGINT)": [{ a: 1n }, { a: 9007199254740993n }],
  "STRUCT(b VARCHAR, a BIGINT)": [
    { b: "y", a: 1n },
    { b: "z", a: 9007199254740993n },
  ],
  "BIGINT[]": [[1n], [9007199254740993n, null]],
  "ENUM('a', 'b')": ["a", "b"],
  "ENUM('b', 'c')": ["b", "c"],
};

const refusal = { subject: "Casting", hints: [] };
const names = ["x", "Y", "z"];
type Schema = readonly (readonly [name: string, type: string])[];

const schema: fc.Arbitrary<Schema> = fc
  .tuple(
    fc.subarray(names, { minLength: 1 }),
    fc.array(fc.constantFrom(...Object.keys(types)), { minLength: 3 }),
  )
  .map(([some, drawn]) => some.map((name, i) => [name, drawn[i] ?? "INTEGER"] as const));

/** Two schemas that share some names, in any case, and rows of the first. */
const changes = fc.tuple(schema, schema, fc.boolean()).chain(([before, after, isUpper]) =>
  fc.record({
    before: fc.constant(described(before, (name) => name)),
    after: fc.constant(
      described(after, (name) => (isUpper ? name.toUpperCase() : name.toLowerCase())).reverse(),
    ),
    rows: fc.array(
      fc.tuple(
        ...before.map(([, type]) => fc.constantFrom<SqlValue[]>(null, ...(types[type] ?? []))),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    policy: fc.constantFrom("append", "sync"),
  }),
);

function described(schema: Schema, spell: (name: string) => string): ColumnInfo[] {
  return schema.map(([name, type]) => ({ name: spell(name), type, nullable: true }));
}

/** One form for values that mean the same in two types: `1`, `1.00` and true; a date and its midnight; a list as text. */
function meaning(value: SqlValue | undefined): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "boolean") return value ? "1" : "0";
  if (Object.is(value, -0)) return "-0";
  // Seven digits are what a float of 32 bits shows of a decimal.
  if (typeof value === "number")
    return Number.isInteger(value) ? `${BigInt(value)}` : `${Number(value.toPrecision(7))}`;
  if (Array.isArray(value)) return `[${(value as SqlValue[]).map(meaning).join()}]`;
  if (typeof value !== "object") return textMeaning(String(value));
  const fields = Object.entries(value).map(([key, part]) => `${key}:${meaning(part as SqlValue)}`);
  return `{${fields
    .filter((field) => !field.endsWith(":null"))
    .sort()
    .join()}}`;
}

function textMeaning(text: string): string {
  if (text === "true" || text === "false") return text === "true" ? "1" : "0";
  if (text === "nan") return "NaN";
  if (/^\d[.\d]*e\+\d+$/.test(text)) return meaning(Number(text));
  if (/^[[{]/.test(text)) {
    const short = text.replace(/'(\w+)': /g, "$1:").replaceAll("NULL", "null");
    const plain = short.replaceAll(", ", ",").replace(/,?\w+:null/g, "");
    // The order of fields says nothing: structs are cast by name.
    return plain.replace(/^\{(.*)\}$/, (_, inner: string) => `{${inner.split(",").sort().join()}}`);
  }
  const bare = text.replace(/(?: 00:00:00)?(?:\+00)?$/, "");
  return /^-?(?:0|[1-9]\d*)\.\d+$/.test(bare) ? bare.replace(/\.?0+$/, "") : bare;
}

describe("a table that gets the columns of another query", () => {
  let engine: KeyedEngine;
  beforeAll(async () => {
    engine = await keyedEngine();
    return () => engine.warehouse.close();
  });

  it("loses no value and changes none, unless it says so; and takes the rows of that query", async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(changes, async ({ before, after, rows, policy }) => {
        const { warehouse } = engine;
        const { dialect } = warehouse;
        const found = evolution({ before, after, policy, dialect });
        if (found.kind === "refused") {
          seen.add("refused");
          return;
        }
        const ordered = rows.map((row, i) => [...row, i]);
        const withId = [...before, { name: "row_id", type: "INTEGER", nullable: true }];
        const old = await engine.table("old", withId, ordered);
        if (found.kind === "evolve") {
          try {
            const guard = castGuard(
              { casts: found.casts, from: dialect.relation(old), dialect },
              refusal,
            );
            await check(warehouse, guard ? [guard] : []);
          } catch (error) {
            if (!isSluiceError(error) || error.code !== "RUN.SCHEMA_CHANGED") throw error;
            seen.add("guarded");
            return;
          }
          if (policy === "append") expect(found.destructive).toEqual([]);
        }
        const [select, table, destructive] =
          found.kind === "evolve"
            ? [found.select, found.columns, found.destructive]
            : [before.map(({ name }) => dialect.quoteIdentifier(name)), before, []];
        const target = { schema: "m", name: "new" };
        await warehouse.execute(dialect.dropRelation(target, "table"));
        const query = `select ${[...select, "row_id"].join(", ")} from m.old`;
        await warehouse.execute(dialect.createTableAs(target, query));
        const made = (await warehouse.describe(target))?.columns.slice(0, -1);
        expect(made?.map(({ name }) => name)).toEqual(table.map(({ name }) => name));
        for (const [i, { type }] of (made ?? []).entries())
          expect(dialect.sameType(type, table[i]?.type ?? ""), type).toBe(true);
        if (policy === "sync" && found.kind === "evolve") {
          expect(table.map(({ name, type }) => `${name.toLowerCase()} ${type}`).sort()).toEqual(
            after.map(({ name, type }) => `${name.toLowerCase()} ${type}`).sort(),
          );
        }
        const was = await engine.rows("from m.old order by row_id");
        const is = await engine.rows("from m.new order by row_id");
        expect(is).toHaveLength(rows.length);
        for (const { name } of before) {
          const column = columnNamed(table, name);
          const isDropped = destructive.includes(`drops column \`${name}\``);
          expect(column === undefined).toBe(isDropped);
          if (column === undefined) continue;
          const retained = is.map((row) => meaning(row[column.name]));
          expect(retained, `${name} ${column.type}`).toEqual(was.map((row) => meaning(row[name])));
          if (column.type !== columnNamed(before, name)?.type) seen.add("cast");
        }
        seen.add((await takesRows({ after, table, target })) ? found.kind : "rows guarded");
      }),
      { numRuns: 250 },
    );
    // Rows that are guarded and tables that stay the same are too rare to be met every time.
    expect([...seen]).toEqual(expect.arrayContaining(["cast", "evolve", "guarded", "refused"]));
  });

  /** Rows of the query with every value of its types come out of the table as they went in, or are refused: false. */
  async function takesRows(given: {
    readonly after: readonly ColumnInfo[];
    readonly table: readonly ColumnInfo[];
    readonly target: { schema: string; name: string };
  }): Promise<boolean> {
    const { after, table, target } = given;
    const { warehouse } = engine;
    const longest = Math.max(...after.map(({ type }) => types[type]?.length ?? 0));
    const values = Array.from({ length: longest }, (_, i) => [
      ...after.map(({ type }) => types[type]?.[i] ?? null),
      1000 + i,
    ]);
    await engine.table(
      "s",
      [...after, { name: "row_id", type: "INTEGER", nullable: true }],
      values,
    );
    const { dialect } = warehouse;
    const casts = compareColumns(after, table, dialect).retyped;
    const guard = castGuard({ casts, from: "m.s", dialect }, refusal);
    try {
      await check(warehouse, guard ? [guard] : []);
    } catch (error) {
      if (!isSluiceError(error) || error.code !== "RUN.SCHEMA_CHANGED") throw error;
      return false;
    }
    const names = [...after.map(({ name }) => name), "row_id"];
    await warehouse.execute(warehouse.dialect.insertSelect(target, names, "select * from m.s"));
    const list = after.map(({ name }) => warehouse.dialect.quoteIdentifier(name)).join(", ");
    const read = (from: string) =>
      engine.rows(`select ${list} from ${from} where row_id >= 1000 order by row_id`);
    const words = (rows: readonly Row[]) => rows.map((row) => Object.values(row).map(meaning));
    expect(words(await read("m.new"))).toEqual(words(await read("m.s")));
    return true;
  }
});

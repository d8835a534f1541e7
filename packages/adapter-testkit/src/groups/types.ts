import type { SqlValue, TypeKind } from "@sluice/core/adapter";
import { expect } from "vitest";
import { column, given, rowsOf, valueOf, type Kit } from "../context.js";

/** Values each kind must carry without loss. */
const samples: readonly (readonly [TypeKind, readonly SqlValue[]])[] = [
  ["boolean", [true, false]],
  ["integer", [0, -1, 2_147_483_647, -2_147_483_648]],
  ["bigint", [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)]],
  ["decimal", ["0", "12.34", "-0.000000001", "12345678901234567890.123456789"]],
  ["float", [0, 0.1, -1.5e300, 5e-324, NaN, Infinity, -Infinity]],
  ["text", ["", "text", "null", "Ünïcödé 🦆"]],
  ["date", ["2024-02-29", "0001-01-01", "9999-12-31", "1969-12-31"]],
  ["time", ["00:00:00", "23:59:59.999999"]],
  ["timestamp", ["2024-01-31 10:00:00.123456", "1969-12-31 23:59:59", "0001-01-01 00:00:00"]],
  ["timestamptz", ["2024-01-31 10:00:00.123456+00", "1969-12-31 23:59:59+00"]],
  ["interval", [{ months: 14, days: -3, micros: 1_000_001n }]],
  ["blob", [new Uint8Array([0, 1, 255, 39, 92]), new Uint8Array()]],
  ["uuid", ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff"]],
  ["json", ['{"a":[1,null,"x"]}', "null", '"text"', "[]"]],
];

/** Trailing zeros of a decimal and the spacing of JSON carry no value. */
function comparable(kind: TypeKind, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (kind === "decimal" && value.includes(".")) return value.replace(/\.?0+$/, "");
  return kind === "json" ? JSON.parse(value) : value;
}

export function typesGroup({ schema, test, types, warehouse }: Kit): void {
  /** Reads values back that went in as literals and as loaded rows; the type the column then has. */
  const roundTrip = async (type: string, values: readonly SqlValue[]) => {
    const { dialect } = warehouse();
    const literals: unknown[] = [];
    for (const value of values)
      literals.push(await valueOf(warehouse(), `select ${dialect.literal(value, type)} as v`));
    const target = { schema: await schema(), name: "samples" };
    const columns = [column(dialect, "i", "integer"), { name: "v", type, nullable: true }];
    await warehouse().execute(dialect.createTable(target, columns));
    await warehouse().load(
      target,
      values.map((value, i) => [i, value]),
    );
    const rows = await rowsOf(warehouse(), `select v from ${dialect.relation(target)} order by i`);
    const stored = (await warehouse().describe(target))?.columns[1]?.type ?? "";
    return { literals, loaded: rows.map((row) => row["v"]), stored };
  };

  for (const [kind, values] of samples) {
    test(
      `${kind}: literals and loaded rows read back exactly`,
      { needs: `type ${kind}` },
      async () => {
        const { dialect } = warehouse();
        const type = given(dialect.typeFor(kind));
        const all = [...values, null];
        const { literals, loaded, stored } = await roundTrip(type, all);
        const expected = all.map((value) => comparable(kind, value));
        expect(literals.map((value) => comparable(kind, value))).toEqual(expected);
        expect(loaded.map((value) => comparable(kind, value))).toEqual(expected);
        expect(dialect.sameType(stored, type)).toBe(true);
        expect(dialect.parseType(stored).kind).toBe(kind);
      },
    );
  }

  for (const [type, values] of Object.entries(types)) {
    test(`${type}: literals and loaded rows read back exactly`, async () => {
      const all = [...values, null];
      const { literals, loaded, stored } = await roundTrip(type, all);
      expect(literals).toEqual(all);
      expect(loaded).toEqual(all);
      expect(warehouse().dialect.sameType(stored, type)).toBe(true);
    });
  }

  test("a JavaScript Date is taken for dates and timestamps", async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "dates" };
    const columns = [
      column(dialect, "d", "date"),
      column(dialect, "t", "timestamp"),
      column(dialect, "z", "timestamptz"),
    ];
    await warehouse().execute(dialect.createTable(target, columns));
    const [day, instant] = [new Date("2024-02-29"), new Date("2024-02-29T12:34:56.789Z")];
    await warehouse().load(target, [[day, instant, instant]]);
    expect(await rowsOf(warehouse(), `select * from ${dialect.relation(target)}`)).toEqual([
      { d: "2024-02-29", t: "2024-02-29 12:34:56.789", z: "2024-02-29 12:34:56.789+00" },
    ]);
  });

  test("numbers without a type keep theirs", async () => {
    const { dialect } = warehouse();
    for (const value of [0, -7, 1.5, -0, 3e9, 2 ** 53, 1e308, 5n, -(2n ** 62n)]) {
      const read = await valueOf(warehouse(), `select ${dialect.literal(value)} as v`);
      expect(Object.is(read, value), `${value} read back as ${String(read)}`).toBe(true);
    }
  });

  test("unknown type texts are other, equal only to themselves", () => {
    const { dialect } = warehouse();
    expect(dialect.parseType("no such type").kind).toBe("other");
    expect(dialect.sameType("no such type", "no such type")).toBe(true);
    expect(dialect.sameType("no such type", dialect.typeFor("text") ?? "")).toBe(false);
    expect(dialect.sameType(dialect.typeFor("bigint") ?? "", dialect.typeFor("text") ?? "")).toBe(
      false,
    );
  });
}

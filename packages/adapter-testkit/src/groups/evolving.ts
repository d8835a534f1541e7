import type { Dialect, SqlValue, TypeKind } from "@sluice/core/adapter";
import { expect } from "vitest";
import { column, rowsOf, valueOf, type Kit } from "../context.js";

/** Values at the edges of the kinds that may take each other's place. */
const edges = {
  boolean: [true],
  integer: [0, 2_147_483_647, -2_147_483_648],
  bigint: [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n],
  decimal: ["0.000000001", "12345678901234567890.123456789"],
  float: [0.1, -1.5e300, 5e-324],
  text: ["", "01", "x", "2024-02-29"],
  date: ["2024-02-29", "0001-01-01", "9999-12-31"],
  timestamp: ["2024-01-31 10:00:00.123456", "0001-01-01 00:00:00"],
  timestamptz: ["2024-01-31 10:00:00.123456+00"],
} as const satisfies Partial<Record<TypeKind, readonly SqlValue[]>>;

const kinds = Object.keys(edges) as readonly (keyof typeof edges)[];

/** What keeping a table up to date asks of a dialect: casts that are tried, types that hold others, a first `$since`. */
export function evolvingGroup({ schema, test, warehouse }: Kit): void {
  const typeOf = (dialect: Dialect, kind: TypeKind) => dialect.typeFor(kind) ?? "";

  test("a cast that is tried gives the value, or null", async () => {
    const { dialect } = warehouse();
    const integer = typeOf(dialect, "integer");
    const tried = (text: string) =>
      valueOf(warehouse(), `select ${dialect.tryCast(dialect.literal(text), integer)} as v`);
    expect(await tried("17")).toBe(17);
    for (const text of ["x", "", "99999999999999"]) expect(await tried(text)).toBeNull();
  });

  test("a type that widens another holds every value of it", async () => {
    const { dialect } = warehouse();
    for (const from of kinds) {
      for (const to of kinds) {
        const [a, b] = [typeOf(dialect, from), typeOf(dialect, to)];
        if (!dialect.widens(a, b)) continue;
        for (const value of edges[from]) {
          const literal = dialect.literal(value, a);
          const back = dialect.cast(dialect.cast(literal, b), a);
          const differs = `select ${back} is distinct from ${literal} as v`;
          expect(await valueOf(warehouse(), differs), `${value} as ${a}, ${b} and ${a}`).toBe(
            false,
          );
        }
      }
    }
  });

  test("a type that two types have in common takes the values of both", async () => {
    const { dialect } = warehouse();
    for (const from of kinds) {
      for (const to of kinds) {
        const [a, b] = [typeOf(dialect, from), typeOf(dialect, to)];
        const common = dialect.commonType(a, b);
        if (dialect.widens(a, b)) expect(common, `${a} and ${b}`).toBe(b);
        if (common === undefined) continue;
        const zero = `cast(null as ${a})`;
        const cast = `select ${dialect.cast(dialect.cast(zero, common), a)} is null as v`;
        expect(await valueOf(warehouse(), cast), `${a} and ${b}`).toBe(true);
      }
    }
    expect(dialect.commonType("no such type", typeOf(dialect, "text"))).toBeUndefined();
  });

  test("rows with a match are deleted, once and with their number, and no others", async () => {
    const { dialect } = warehouse();
    const columns = [column(dialect, "id", "integer"), column(dialect, "label", "text")];
    const table = async (name: string, rows: readonly (readonly SqlValue[])[]) => {
      const target = { schema: await schema(), name };
      await warehouse().execute(dialect.createTable(target, columns));
      await warehouse().load(target, rows);
      return target;
    };
    const target = await table("kept", [
      [1, "a"],
      [2, "b"],
      [null, "c"],
      [4, null],
    ]);
    const gone = await table("gone", [
      [1, "x"],
      [1, "y"],
      [null, "z"],
      [9, "w"],
    ]);
    const { rows } = await warehouse().execute(
      dialect.deleteMatched(target, {
        alias: "t",
        from: `(select id from ${dialect.relation(gone)}) as g`,
        match: "t.id is not distinct from g.id",
      }),
    );
    expect(rows ?? 2).toBe(2);
    const left = await rowsOf(
      warehouse(),
      `select id from ${dialect.relation(target)} order by id`,
    );
    expect(left).toEqual([{ id: 2 }, { id: 4 }]);
  });

  test("every type widens itself, whole numbers widen, and what may lose does not", () => {
    const { dialect } = warehouse();
    const widens = (from: TypeKind, to: TypeKind) =>
      dialect.widens(typeOf(dialect, from), typeOf(dialect, to));
    for (const kind of kinds) expect(widens(kind, kind), kind).toBe(true);
    expect(widens("integer", "bigint")).toBe(true);
    expect(widens("date", "timestamp")).toBe(true);
    const losing = [
      ["bigint", "float"],
      ["decimal", "float"],
      ["float", "decimal"],
      ["timestamp", "date"],
      ["text", "integer"],
      ["integer", "boolean"],
    ] as const;
    for (const [from, to] of losing) expect(widens(from, to), `${from} to ${to}`).toBe(false);
    expect(dialect.widens("no such type", typeOf(dialect, "text"))).toBe(false);
  });

  test("the lowest value is below all data, and can be computed with", async () => {
    const { dialect } = warehouse();
    for (const kind of ["integer", "bigint", "date", "timestamp", "timestamptz"] as const) {
      const type = typeOf(dialect, kind);
      const least = dialect.lowest(type);
      for (const value of edges[kind]) {
        const above = `select ${dialect.literal(value, type)} >= ${least} as v`;
        expect(await valueOf(warehouse(), above), `${value} >= ${least}`).toBe(true);
      }
      const isNumber = kind === "integer" || kind === "bigint";
      const lower = isNumber ? `${least} - 1` : `${least} - interval '1' day`;
      expect(await valueOf(warehouse(), `select ${lower} < ${least} as v`), type).toBe(true);
    }
  });
}

import type { TypeKind } from "@sluice/core/adapter";
import { expect } from "vitest";
import { given, rowsOf, valueOf, type Kit } from "../context.js";

const moments: readonly (readonly [TypeKind, string | number, number])[] = [
  ["date", "1970-01-02", 86_400],
  ["date", "1969-12-31", -86_400],
  ["timestamp", "1970-01-01 00:00:01.900", 1],
  ["timestamp", "1969-12-31 23:59:59.500", -1],
  ["timestamptz", "1970-01-01 01:00:00+01", 0],
  ["integer", 1_700_000_000, 1_700_000_000],
  ["bigint", -1, -1],
];

/** How late input is found: rows by their time, and hashes of rows that know no order. */
export function hashesGroup({ test, warehouse }: Kit): void {
  test("seconds since 1970 are rounded down", async () => {
    const { dialect } = warehouse();
    for (const [kind, value, seconds] of moments) {
      const type = dialect.typeFor(kind) ?? "";
      const found = dialect.epochSeconds(dialect.literal(value, type), type);
      expect(Number(await valueOf(warehouse(), `select ${found} as v`)), String(value)).toBe(
        seconds,
      );
    }
  });

  test(
    "a hash of rows follows from the rows and not from their order, and adds up",
    { needs: "hashes of rows" },
    async () => {
      const { dialect } = warehouse();
      const hashed = given(dialect.rowsHash?.(["a", "b"]));
      expect(hashed.version).not.toBe("");
      const hash = async (...rows: readonly string[]): Promise<bigint> => {
        const values = rows.map((row) => `select ${row}`).join(" union all ");
        const [row] = await rowsOf(
          warehouse(),
          `select ${hashed.hash} as v from (${values}) as rows_of`,
        );
        return BigInt(row?.["v"] as string | number | bigint);
      };
      const [x, y] = ["1 as a, 'x' as b", "2 as a, 'y' as b"];
      const both = await hash(x, y);
      expect(await hash(y, x)).toBe(both);
      expect((await hash(x)) + (await hash(y))).toBe(both);
      const swapped = await hash("1 as a, 'y' as b", "2 as a, 'x' as b");
      const empty = await hash("1 as a, cast(null as text) as b", y);
      const sums = [both, await hash(x), await hash(x, x), await hash(x, y, y), swapped, empty];
      expect(new Set(sums).size).toBe(sums.length);
    },
  );
}

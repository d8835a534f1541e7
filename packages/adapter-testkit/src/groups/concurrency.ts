import { expect } from "vitest";
import { column, countOf, rowsOf, type Kit } from "../context.js";

export function concurrencyGroup({ engine, numbers, schema, test, warehouse }: Kit): void {
  test("many queries at once", async () => {
    const table = warehouse().dialect.relation(await numbers(100));
    const results = await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        rowsOf(warehouse(), `select max(n) + ${i} as v from ${table}`),
      ),
    );
    expect(results.map(([row]) => row?.["v"])).toEqual(
      Array.from({ length: 32 }, (_, i) => BigInt(99 + i)),
    );
  });

  test("many tables made at once, one of them wrong", async () => {
    const { dialect } = warehouse();
    const inSchema = await schema();
    const made = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        warehouse().execute(
          dialect.createTableAs(
            { schema: inSchema, name: `t${i}` },
            i === 7 ? "select nope" : `select ${i} as a`,
          ),
        ),
      ),
    );
    expect(made.map((end) => end.status).filter((status) => status === "rejected")).toHaveLength(1);
    expect(await warehouse().list([inSchema])).toHaveLength(19);
  });

  test(
    "transactions on different tables at once all commit",
    { needs: "transactions" },
    async () => {
      const { dialect } = warehouse();
      const inSchema = await schema();
      const tables = Array.from({ length: 8 }, (_, i) => ({ schema: inSchema, name: `t${i}` }));
      for (const target of tables)
        await warehouse().execute(dialect.createTable(target, [column(dialect, "a", "integer")]));
      await Promise.all(
        tables.map((target) =>
          warehouse().transaction(async (tx) => {
            for (let i = 0; i < 5; i++)
              await tx.execute(dialect.insertSelect(target, ["a"], `select ${i}`));
          }),
        ),
      );
      for (const target of tables)
        expect(await countOf(warehouse(), dialect.relation(target))).toBe(5);
    },
  );

  test(
    "calls inside a transaction's body do not wait for it",
    { needs: "transactions" },
    async () => {
      const depth = engine().capabilities.concurrency + 3;
      const nest = async (level: number): Promise<number> =>
        level === 0
          ? Number((await rowsOf(warehouse(), "select 1 as a"))[0]?.["a"])
          : warehouse().transaction(() => nest(level - 1));
      expect(await nest(Math.min(depth, 12))).toBe(1);
    },
  );
}

import type { SqlValue } from "@sluice/core/adapter";
import { expect } from "vitest";
import { column, countOf, rowsOf, valueOf, type Kit } from "../context.js";

export function loadGroup({ schema, test, warehouse }: Kit): void {
  const table = async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "loaded" };
    await warehouse().execute(
      dialect.createTable(target, [
        column(dialect, "id", "integer"),
        column(dialect, "word", "text"),
      ]),
    );
    return { target, name: dialect.relation(target) };
  };
  const rows = (count: number, bad?: readonly [number, SqlValue]) =>
    Array.from({ length: count }, (_, i) => [bad?.[0] === i + 1 ? bad[1] : i, `row ${i}`] as const);

  test("a hundred thousand rows, from an asynchronous source", { timeout: 120_000 }, async () => {
    const { target, name } = await table();
    const source = async function* () {
      for (const row of rows(100_000)) yield row;
    };
    expect(await warehouse().load(target, source())).toEqual({ rows: 100_000 });
    expect(
      await rowsOf(
        warehouse(),
        `select count(*) as n, count(distinct id) as d, max(word) as m from ${name}`,
      ),
    ).toEqual([{ n: 100_000n, d: 100_000n, m: "row 99999" }]);
  });

  test("the source is pulled as fast as rows are taken", async () => {
    const { target } = await table();
    let [pulled, waiting, overlapped] = [0, false, false];
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          overlapped ||= waiting;
          waiting = true;
          await Promise.resolve();
          waiting = false;
          pulled += 1;
          return pulled > 10_000
            ? { done: true as const, value: undefined }
            : { done: false as const, value: [pulled, "x"] as const };
        },
      }),
    };
    expect(await warehouse().load(target, source)).toEqual({ rows: 10_000 });
    expect(overlapped).toBe(false);
  });

  test("no rows", async () => {
    const { target, name } = await table();
    expect(await warehouse().load(target, [])).toEqual({ rows: 0 });
    expect(await countOf(warehouse(), name)).toBe(0);
  });

  test("a value that does not fit names row, column and value; nothing is loaded", async () => {
    const { target, name } = await table();
    for (const bad of ["x", 1.5, 2 ** 40, true]) {
      const failed = warehouse().load(target, rows(5000, [4321, bad]));
      await expect(failed).rejects.toMatchObject({ code: "ADAPTER.VALUE" });
      await expect(failed).rejects.toThrow(/4321.*id.*(x|1\.5|1099511627776|true)/s);
      expect(await countOf(warehouse(), name)).toBe(0);
    }
  });

  test("a row of the wrong width is refused", async () => {
    const { target, name } = await table();
    await expect(warehouse().load(target, [[1, "a"], [2]])).rejects.toMatchObject({
      code: "ADAPTER.VALUE",
    });
    await expect(warehouse().load(target, [[1, "a", 3]])).rejects.toMatchObject({
      code: "ADAPTER.VALUE",
    });
    expect(await countOf(warehouse(), name)).toBe(0);
  });

  test("an error of the source comes out as it is; nothing is loaded", async () => {
    const { target, name } = await table();
    const broken = new TypeError("broken source");
    const source = async function* () {
      yield [1, "a"];
      throw broken;
    };
    await expect(warehouse().load(target, source())).rejects.toBe(broken);
    expect(await countOf(warehouse(), name)).toBe(0);
  });

  test("a table that is not there is a coded error", async () => {
    await expect(
      warehouse().load({ schema: await schema(), name: "none" }, [[1]]),
    ).rejects.toMatchObject({ code: "SQL.BIND" });
  });

  test("a load belongs to its transaction", { needs: "transactions" }, async () => {
    const { target, name } = await table();
    const failed = warehouse().transaction(async (tx) => {
      await tx.load(target, rows(3000));
      expect(await countOf(tx, name)).toBe(3000);
      await tx.load(target, rows(10, [7, "bad"]));
    });
    await expect(failed).rejects.toMatchObject({ code: "ADAPTER.VALUE" });
    expect(await countOf(warehouse(), name)).toBe(0);
  });

  test(
    "rows may come from a query of the same transaction",
    { needs: "transactions" },
    async () => {
      const [from, to] = [await table(), await table()];
      await warehouse().load(from.target, rows(5000));
      await warehouse().transaction(async (tx) => {
        const source = async function* () {
          for await (const row of tx.query(`select id, word from ${from.name}`))
            yield [row["id"] ?? null, row["word"] ?? null];
        };
        expect(await tx.load(to.target, source())).toEqual({ rows: 5000 });
      });
      expect(Number(await valueOf(warehouse(), `select sum(id) as s from ${to.name}`))).toBe(
        12_497_500,
      );
    },
  );
}

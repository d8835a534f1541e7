import { expect } from "vitest";
import { column, countOf, endless, pause, rowsOf, type Kit } from "../context.js";

const soon = 10_000;

export function cancelGroup({ numbers, schema, test, warehouse }: Kit): void {
  const abortIn = (millis: number) => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), millis);
    return abort.signal;
  };
  /** Cancelled, and soon: the statement would run for hours. */
  const quickly = async (work: Promise<unknown>) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve("still running"), soon);
    });
    try {
      await expect(Promise.race([work, late])).rejects.toMatchObject({ code: "RUN.CANCELLED" });
    } finally {
      clearTimeout(timer);
    }
  };

  test("an abort ends a long statement", async () => {
    const { dialect } = warehouse();
    const sql = endless(dialect.relation(await numbers(1000)));
    await quickly(warehouse().execute(sql, { signal: abortIn(100) }));
    await quickly(rowsOf(warehouse(), sql, abortIn(100)));
    const made = { schema: await schema(), name: "made" };
    await quickly(warehouse().execute(dialect.createTableAs(made, sql), { signal: abortIn(100) }));
    expect(await warehouse().describe(made)).toBeUndefined();
  });

  test("an abort before the start runs nothing", async () => {
    const { dialect } = warehouse();
    const made = { schema: await schema(), name: "made" };
    const aborted = AbortSignal.abort();
    await quickly(
      warehouse().execute(dialect.createTableAs(made, "select 1 as a"), { signal: aborted }),
    );
    await quickly(rowsOf(warehouse(), "select 1 as a", aborted));
    await quickly(warehouse().parse(["select 1"], { signal: aborted }));
    await quickly(warehouse().load(made, [[1]], { signal: aborted }));
    expect(await warehouse().describe(made)).toBeUndefined();
  });

  test("an abort in the middle of a stream", async () => {
    const table = warehouse().dialect.relation(await numbers(1000));
    const abort = new AbortController();
    let rows = 0;
    const read = async () => {
      const sql = `select a.n from ${table} a cross join ${table} b cross join ${table} c`;
      for await (const _row of warehouse().query(sql, { signal: abort.signal })) {
        rows += 1;
        if (rows === 10_000) abort.abort();
      }
    };
    await quickly(read());
    expect(rows).toBeLessThan(1_000_000);
  });

  test("an abort in the middle of a load leaves nothing", async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "loaded" };
    await warehouse().execute(dialect.createTable(target, [column(dialect, "n", "integer")]));
    const forever = async function* () {
      for (let n = 0; ; n++) {
        if (n % 1000 === 0) await pause(1);
        yield [n];
      }
    };
    await quickly(warehouse().load(target, forever(), { signal: abortIn(100) }));
    const hanging = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }),
    };
    await quickly(warehouse().load(target, hanging, { signal: abortIn(50) }));
    expect(await countOf(warehouse(), dialect.relation(target))).toBe(0);
  });

  test(
    "an abort in a transaction rolls back what came before",
    { needs: "transactions" },
    async () => {
      const { dialect } = warehouse();
      const source = await numbers(1000);
      const target = { schema: source.schema, name: "target" };
      await warehouse().execute(dialect.createTable(target, [column(dialect, "n", "bigint")]));
      const work = warehouse().transaction(
        async (tx) => {
          await tx.execute(dialect.insertSelect(target, ["n"], "select 1"));
          await tx.execute(endless(dialect.relation(source)));
        },
        { signal: abortIn(100) },
      );
      await quickly(work);
      expect(await countOf(warehouse(), dialect.relation(target))).toBe(0);
    },
  );

  test("one abort does not touch the others", async () => {
    const table = warehouse().dialect.relation(await numbers(1000));
    const good = rowsOf(warehouse(), `select count(*) as n from ${table} a cross join ${table} b`);
    await quickly(warehouse().execute(endless(table), { signal: abortIn(50) }));
    expect(await good).toEqual([{ n: 1_000_000n }]);
    for (let i = 0; i < 10; i++)
      expect(await rowsOf(warehouse(), "select 1 as a")).toEqual([{ a: 1 }]);
  });
}

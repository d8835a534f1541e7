import { expect } from "vitest";
import { column, countOf, given, pause, valueOf, type Kit } from "../context.js";

class Stop extends Error {}

export function transactionsGroup({ schema, test, warehouse }: Kit): void {
  const table = async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "t" };
    await warehouse().execute(dialect.createTable(target, [column(dialect, "a", "integer")]));
    return { target, name: dialect.relation(target) };
  };

  test(
    "what the body did is committed, and its value returned",
    { needs: "transactions" },
    async () => {
      const { name } = await table();
      const value = await warehouse().transaction(async (tx) => {
        await tx.execute(`insert into ${name} select 1`);
        await tx.execute(`insert into ${name} select 2`);
        return "done";
      });
      expect(value).toBe("done");
      expect(await countOf(warehouse(), name)).toBe(2);
    },
  );

  test(
    "nothing is left of a body that throws, and its error comes out",
    { needs: "transactions" },
    async () => {
      const { name } = await table();
      const stop = new Stop("stop");
      const failed = warehouse().transaction(async (tx) => {
        await tx.execute(`insert into ${name} select 1`);
        expect(await countOf(tx, name)).toBe(1);
        throw stop;
      });
      await expect(failed).rejects.toBe(stop);
      expect(await countOf(warehouse(), name)).toBe(0);
    },
  );

  test(
    "definitions roll back with the data",
    { needs: "definitions in transactions" },
    async () => {
      const { dialect } = warehouse();
      const { target, name } = await table();
      const made = { schema: target.schema, name: "made" };
      const failed = warehouse().transaction(async (tx) => {
        await tx.execute(dialect.createTableAs(made, "select 1 as a"));
        await tx.execute(
          dialect.createView({ ...made, name: "v" }, `select * from ${dialect.relation(made)}`),
        );
        await tx.execute(dialect.dropRelation(target, "table"));
        await tx.execute(dialect.createSchema(`${target.schema}_made`));
        throw new Stop();
      });
      await expect(failed).rejects.toBeInstanceOf(Stop);
      expect((await warehouse().list([target.schema])).map((found) => found.name)).toEqual(["t"]);
      expect(await countOf(warehouse(), name)).toBe(0);
    },
  );

  const temporaryTables = { needs: ["definitions in transactions", "temporary tables"] } as const;
  test(
    "a temporary table is seen by its transaction alone, and ends with it",
    temporaryTables,
    async () => {
      const { dialect } = warehouse();
      const temporary = given(dialect.temporaryTable("staged"));
      const { target, name } = await table();
      const staged = dialect.relation(temporary);
      const failed = warehouse().transaction(async (tx) => {
        await tx.execute(dialect.createTableAs(temporary, "select 1 as a"));
        // Another transaction may have one of the same name at the same time.
        await warehouse().transaction(async (other) => {
          await other.execute(dialect.createTableAs(temporary, "select 2 as a"));
          await other.execute(`insert into ${name} select a from ${staged}`);
          await other.execute(dialect.dropRelation(temporary, "table"));
        });
        await expect(countOf(warehouse(), staged)).rejects.toMatchObject({ code: "SQL.BIND" });
        expect(await countOf(tx, staged)).toBe(1);
        throw new Stop();
      });
      await expect(failed).rejects.toBeInstanceOf(Stop);
      expect(await countOf(warehouse(), name)).toBe(1);
      expect((await warehouse().list([target.schema])).map((found) => found.name)).toEqual(["t"]);
      for (let i = 0; i < 4; i++)
        await expect(countOf(warehouse(), staged)).rejects.toMatchObject({ code: "SQL.BIND" });
    },
  );

  test(
    "an engine error in the body rolls back, and the connection works on",
    { needs: "transactions" },
    async () => {
      const { name } = await table();
      const failed = warehouse().transaction(async (tx) => {
        await tx.execute(`insert into ${name} select 1`);
        await tx.execute("select no_such_column");
      });
      await expect(failed).rejects.toMatchObject({ code: "SQL.BIND" });
      for (let i = 0; i < 4; i++) expect(await countOf(warehouse(), name)).toBe(0);
      await warehouse().transaction((tx) => tx.execute(`insert into ${name} select 2`));
      expect(await countOf(warehouse(), name)).toBe(1);
    },
  );

  test(
    "a first statement that does not parse still leaves one transaction",
    { needs: "transactions" },
    async () => {
      const { name } = await table();
      const failed = warehouse().transaction(async (tx) => {
        await expect(tx.execute("selec 1")).rejects.toMatchObject({ code: "SQL.SYNTAX" });
        await tx.execute(`insert into ${name} select 1`).catch(() => undefined);
        throw new Stop();
      });
      await expect(failed).rejects.toBeInstanceOf(Stop);
      expect(await countOf(warehouse(), name)).toBe(0);
    },
  );

  test(
    "an error has its place in its own statement, whatever was sent before it",
    { needs: "transactions" },
    async () => {
      const { name } = await table();
      const wrong = "select 'ä',\n  no_such_column";
      const place = { code: "SQL.BIND", where: { line: 2, column: 3 } };
      const first = warehouse().transaction((tx) => tx.execute(wrong));
      await expect(first).rejects.toMatchObject(place);
      const later = warehouse().transaction(async (tx) => {
        await tx.execute(`insert into ${name} select 1 -- ö`, { deferred: true });
        await tx.execute(wrong);
      });
      await expect(later).rejects.toMatchObject(place);
    },
  );

  test(
    "deferred statements take effect in their order, also before what reads or loads",
    { needs: "transactions" },
    async () => {
      const { target, name } = await table();
      const insert = (value: number) =>
        `insert into ${name} select ${value} -- a comment at the end`;
      await warehouse().transaction(async (tx) => {
        await tx.execute(insert(1), { deferred: true });
        await tx.execute(insert(2), { deferred: true });
        expect(await countOf(tx, name)).toBe(2);
        await tx.execute(insert(3), { deferred: true });
        await tx.load(target, [[4]]);
        expect(await countOf(tx, name)).toBe(4);
        await tx.execute(insert(5), { deferred: true });
        await tx.execute(`delete from ${name} where a in (1, 5)`);
        await tx.execute(insert(6), { deferred: true });
      });
      expect(await valueOf(warehouse(), `select sum(a) as total from ${name}`)).toEqual(
        await valueOf(warehouse(), "select sum(a) as total from (select 15 as a) v"),
      );
    },
  );

  test(
    "a deferred statement that fails at the commit rolls everything back",
    { needs: "transactions" },
    async () => {
      const { name } = await table();
      const failed = warehouse().transaction(async (tx) => {
        await tx.execute(`insert into ${name} select 1`);
        await tx.execute("insert into no_such_table select 1", { deferred: true });
      });
      await expect(failed).rejects.toMatchObject({ code: "SQL.BIND" });
      expect(await countOf(warehouse(), name)).toBe(0);
    },
  );

  test("others see nothing before the commit", { needs: "transactions" }, async () => {
    const { name } = await table();
    await warehouse().transaction(async (tx) => {
      await tx.execute(`insert into ${name} select 1`);
      expect(await countOf(warehouse(), name)).toBe(0);
      expect(await countOf(tx, name)).toBe(1);
    });
    expect(await countOf(warehouse(), name)).toBe(1);
  });

  test(
    "two transactions that change the same row: one wins, the other may be tried again",
    { needs: "transactions" },
    async () => {
      const { name } = await table();
      await warehouse().execute(`insert into ${name} select 1`);
      const change = (to: number) =>
        warehouse().transaction(async (tx) => {
          await valueOf(tx, `select a from ${name}`);
          await pause(50);
          await tx.execute(`update ${name} set a = ${to} where a = 1`);
          await pause(50);
        });
      const ended = await Promise.allSettled([change(2), change(3)]);
      const lost = ended
        .filter((end) => end.status === "rejected")
        .map((end) => end.reason as unknown);
      expect(lost).toEqual([
        expect.objectContaining({ code: "ADAPTER.CONFLICT", retryable: true }),
      ]);
      expect([2, 3]).toContain(await valueOf(warehouse(), `select a from ${name}`));
    },
  );

  test("an abort rolls back", { needs: "transactions" }, async () => {
    const { name } = await table();
    const abort = new AbortController();
    const aborted = warehouse().transaction(
      async (tx) => {
        await tx.execute(`insert into ${name} select 1`);
        abort.abort();
      },
      { signal: abort.signal },
    );
    await expect(aborted).rejects.toMatchObject({ code: "RUN.CANCELLED" });
    expect(await countOf(warehouse(), name)).toBe(0);
  });

  test("rows may be written while rows are read", { needs: "transactions" }, async () => {
    const { name } = await table();
    await warehouse().load({ schema: (await table()).target.schema, name: "t" }, []);
    await warehouse().execute(`insert into ${name} select 1 union all select 2 union all select 3`);
    await warehouse().transaction(async (tx) => {
      for await (const row of tx.query(`select a from ${name}`)) {
        await tx.execute(`insert into ${name} select ${Number(row["a"])} + 10`);
      }
    });
    expect(await countOf(warehouse(), name)).toBe(6);
  });

  test(
    "statements of one transaction at once wait for each other",
    { needs: "transactions" },
    async () => {
      const { name } = await table();
      await warehouse().transaction(async (tx) => {
        await Promise.all(
          Array.from({ length: 10 }, (_, i) => tx.execute(`insert into ${name} select ${i}`)),
        );
      });
      expect(await countOf(warehouse(), name)).toBe(10);
    },
  );

  test("a transaction that has ended takes no statement", { needs: "transactions" }, async () => {
    const { name } = await table();
    const kept = await warehouse().transaction(async (tx) => [tx]);
    await expect(kept[0]?.execute(`insert into ${name} select 1`)).rejects.toMatchObject({
      code: "ADAPTER.CLOSED",
    });
    expect(await countOf(warehouse(), name)).toBe(0);
  });
}

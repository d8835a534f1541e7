import type { RelationRef } from "@sluice/core/adapter";
import { expect } from "vitest";
import { column, countOf, rowsOf, valueOf, type Kit } from "../context.js";

/** What builds of models do with an engine: the statements of each kind of model, in the order they are made. */
export function buildingGroup({ schema, test, warehouse }: Kit): void {
  const sql = (ref: RelationRef) => warehouse().dialect.relation(ref);
  /** A loaded seed of three orders. */
  const seed = async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "seed" };
    const columns = [column(dialect, "id", "integer"), column(dialect, "status", "text")];
    await warehouse().execute(dialect.createTable(target, columns));
    await warehouse().load(target, [
      [1, "open"],
      [2, "paid"],
      [3, null],
    ]);
    return { target, at: (name: string) => ({ schema: target.schema, name }) };
  };
  const rows = (ref: RelationRef) => rowsOf(warehouse(), `select * from ${sql(ref)} order by id`);

  test("seed, view of it and table of that have the same rows", async () => {
    const { dialect } = warehouse();
    const { target, at } = await seed();
    await warehouse().execute(dialect.createView(at("v"), `select * from ${sql(target)}`));
    await warehouse().execute(dialect.createTableAs(at("t"), `select * from ${sql(at("v"))}`));
    const expected = [
      { id: 1, status: "open" },
      { id: 2, status: "paid" },
      { id: 3, status: null },
    ];
    for (const ref of [target, at("v"), at("t")]) expect(await rows(ref)).toEqual(expected);
    const types = await warehouse().list([target.schema]);
    expect(Object.fromEntries(types.map(({ name, type }) => [name, type]))).toEqual({
      seed: "table",
      v: "view",
      t: "table",
    });
    const [of, to] = types.filter(({ name }) => name !== "v").map(({ columns }) => columns);
    expect(of).toEqual(to);
  });

  test("queries with common table expressions, in capitals, with comments at both ends are built", async () => {
    const { dialect } = warehouse();
    const { target, at } = await seed();
    const query = `-- first\nWITH paid AS (\n  SELECT * FROM ${sql(target)} WHERE status = 'paid' /* only */\n)\nSELECT id FROM paid -- last`;
    await warehouse().execute(dialect.createTableAs(at("t"), query));
    await warehouse().execute(dialect.createView(at("v"), query));
    await warehouse().execute(dialect.insertSelect(at("t"), ["id"], query));
    expect(await countOf(warehouse(), sql(at("t")))).toBe(2);
    expect(await countOf(warehouse(), sql(at("v")))).toBe(1);
  });

  test("a relation changes from view to table and back under one name", async () => {
    const { dialect } = warehouse();
    const { target, at } = await seed();
    const query = `select id from ${sql(target)}`;
    for (const type of ["view", "table", "view"] as const) {
      await warehouse().drop(at("model"));
      await warehouse().execute(
        type === "view"
          ? dialect.createView(at("model"), query)
          : dialect.createTableAs(at("model"), query),
      );
      expect((await warehouse().describe(at("model")))?.type).toBe(type);
      expect(await countOf(warehouse(), sql(at("model")))).toBe(3);
    }
  });

  test("an increment adds what is new, and nothing when it runs again", async () => {
    const { dialect } = warehouse();
    const { target, at } = await seed();
    await warehouse().execute(
      dialect.createTableAs(at("t"), `select * from ${sql(target)} where id = 1`),
    );
    const fresh = `select status, id from ${sql(target)} where id > (select max(id) from ${sql(at("t"))})`;
    const increment = () =>
      warehouse().execute(dialect.insertSelect(at("t"), ["status", "id"], fresh));
    await increment();
    await increment();
    expect(await rows(at("t"))).toEqual(await rows(target));
  });

  test(
    "a range is deleted and inserted in one transaction, or stays as it was",
    { needs: "transactions" },
    async () => {
      const { dialect } = warehouse();
      const { target } = await seed();
      const replace = (select: string) =>
        warehouse().transaction(async (tx) => {
          await tx.execute(`delete from ${sql(target)} where id >= 2`);
          await tx.execute(dialect.insertSelect(target, ["id", "status"], select));
        });
      await replace("select 2, 'sent' union all select 4, 'new'");
      const replaced = await rows(target);
      expect(replaced.map((row) => row["status"])).toEqual(["open", "sent", "new"]);
      const word = dialect.cast(dialect.literal("many"), dialect.typeFor("integer") ?? "");
      await expect(replace(`select ${word}, 'x'`)).rejects.toMatchObject({ name: "SluiceError" });
      expect(await rows(target)).toEqual(replaced);
    },
  );

  test(
    "changed rows are closed and opened anew in one transaction",
    { needs: "transactions" },
    async () => {
      const { dialect } = warehouse();
      const { target, at } = await seed();
      const until = dialect.cast("null", dialect.typeFor("integer") ?? "");
      await warehouse().execute(
        dialect.createTableAs(
          at("h"),
          `select id, status, 1 as since, ${until} as until from ${sql(target)}`,
        ),
      );
      const changed = `select s.id from ${sql(target)} s join ${sql(at("h"))} h on h.id = s.id and h.until is null
      where s.status is distinct from h.status`;
      const snapshot = (run: number) =>
        warehouse().transaction(async (tx) => {
          const ids = (await rowsOf(tx, changed)).map((row) => Number(row["id"])).join(", ");
          if (ids === "") return;
          await tx.execute(
            `update ${sql(at("h"))} set until = ${run} where until is null and id in (${ids})`,
          );
          const opened = `select id, status, ${run}, ${until} from ${sql(target)} where id in (${ids})`;
          await tx.execute(
            dialect.insertSelect(at("h"), ["id", "status", "since", "until"], opened),
          );
        });
      await warehouse().execute(`update ${sql(target)} set status = 'paid' where id in (1, 3)`);
      await snapshot(2);
      await snapshot(3);
      const history = await rowsOf(
        warehouse(),
        `select id, status, since, until from ${sql(at("h"))} order by id, since`,
      );
      expect(history.map((row) => Object.values(row))).toEqual([
        [1, "open", 1, 2],
        [1, "paid", 2, null],
        [2, "paid", 1, null],
        [3, null, 1, 2],
        [3, "paid", 2, null],
      ]);
    },
  );

  test("columns that are not there are refused before anything is inserted", async () => {
    const { dialect } = warehouse();
    const { target } = await seed();
    await expect(
      warehouse().execute(dialect.insertSelect(target, ["id", "nope"], "select 4, 'x'")),
    ).rejects.toMatchObject({ code: "SQL.BIND" });
    await expect(
      warehouse().execute(dialect.insertSelect(target, ["id", "status"], "select 4")),
    ).rejects.toMatchObject({ code: "SQL.BIND" });
    expect(await countOf(warehouse(), sql(target))).toBe(3);
  });

  test(
    "views swapped in one transaction are all old or all new to a reader",
    { needs: "definitions in transactions" },
    async () => {
      const { dialect } = warehouse();
      const { at } = await seed();
      const names = Array.from({ length: 6 }, (_, i) => `v${i}`);
      const swap = (version: number) =>
        warehouse().transaction(async (tx) => {
          for (const name of names)
            await tx.execute(dialect.createView(at(name), `select ${version} as version`));
        });
      await swap(0);
      const all = names.map((name) => `select version from ${sql(at(name))}`).join(" union all ");
      const seen: number[] = [];
      const done = new AbortController();
      const reader = (async () => {
        while (!done.signal.aborted) {
          const versions = await rowsOf(
            warehouse(),
            `select distinct version from (${all}) as every_view`,
          );
          seen.push(versions.length);
        }
      })();
      for (let version = 1; version <= 20; version++) await swap(version);
      done.abort();
      await reader;
      expect(new Set(seen)).toEqual(new Set([1]));
      expect(await valueOf(warehouse(), `select version from ${sql(at("v5"))}`)).toBe(20);
    },
  );
}

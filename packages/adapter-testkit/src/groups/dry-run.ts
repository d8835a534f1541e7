import { expect } from "vitest";
import { column, type Kit } from "../context.js";

export function dryRunGroup({ schema, test, warehouse }: Kit): void {
  test("names and types are those a create-as-select stores", { needs: "dry run" }, async () => {
    const { dialect } = warehouse();
    const inSchema = await schema();
    const source = { schema: inSchema, name: "source" };
    const kinds = [
      "boolean",
      "integer",
      "bigint",
      "decimal",
      "float",
      "text",
      "date",
      "time",
      "timestamp",
      "timestamptz",
      "blob",
      "json",
    ] as const;
    const columns = kinds
      .filter((kind) => dialect.typeFor(kind) !== undefined)
      .map((kind) => column(dialect, `c_${kind}`, kind));
    await warehouse().execute(dialect.createTable(source, columns));
    const sql = `select *, count(*) over () as n, null as nothing, c_integer + 1 as c_sum from ${dialect.relation(source)}`;
    const dry = await warehouse().dryRun(sql);
    const made = { schema: inSchema, name: "made" };
    await warehouse().execute(dialect.createTableAs(made, sql));
    const described = await warehouse().describe(made);
    const plain = (list: typeof dry.columns | undefined) =>
      list?.map(({ name, type }) => ({ name, type }));
    expect(plain(dry.columns)).toEqual(plain(described?.columns));
  });

  test(
    "two columns of one name are reported as the query gives them",
    { needs: "dry run" },
    async () => {
      for (const [sql, names] of [
        ["select 1 as a, 2 as a", ["a", "a"]],
        ["select 1 as a, 2 as A", ["a", "A"]],
        ["select 1 as a, 2 as a_1", ["a", "a_1"]],
      ] as const) {
        const { columns, givenNames } = await warehouse().dryRun(sql);
        expect(givenNames ?? columns.map(({ name }) => name), sql).toEqual(names);
      }
    },
  );

  test("nothing is run and nothing left behind", { needs: "dry run" }, async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "texts" };
    await warehouse().execute(dialect.createTable(target, [column(dialect, "v", "text")]));
    await warehouse().load(target, [["not a number"]]);
    const cast = dialect.cast("v", dialect.typeFor("integer") ?? "");
    const before = await warehouse().list();
    const { columns } = await warehouse().dryRun(
      `select ${cast} as v from ${dialect.relation(target)}`,
    );
    expect(columns.map((found) => found.name)).toEqual(["v"]);
    expect(await warehouse().list()).toEqual(before);
  });

  test("statements that are no query are refused", { needs: "dry run" }, async () => {
    const inSchema = await schema();
    const table = warehouse().dialect.relation({ schema: inSchema, name: "made" });
    await expect(
      warehouse().dryRun(`create table ${table} as select 1 as a`),
    ).rejects.toMatchObject({ code: "SQL.NOT_A_QUERY" });
    await expect(warehouse().dryRun("select 1 as a; select 2 as b")).rejects.toMatchObject({
      code: "SQL.NOT_A_QUERY",
    });
    expect(await warehouse().list([inSchema])).toEqual([]);
  });
}

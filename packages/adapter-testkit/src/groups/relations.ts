import { expect } from "vitest";
import { column, countOf, rowsOf, type Kit } from "../context.js";

export function relationsGroup({ schema, test, warehouse }: Kit): void {
  test("making a schema twice, and at once, is no error", async () => {
    const name = await schema();
    await Promise.all([1, 2, 3, 4].map(() => warehouse().ensureNamespace(name)));
    await Promise.all([1, 2, 3, 4].map(() => warehouse().ensureNamespace(`${name}_b`)));
    expect(await warehouse().list([name, `${name}_b`])).toEqual([]);
  });

  test("a table made as select has its rows and is described", async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "t" };
    const result = await warehouse().execute(
      dialect.createTableAs(target, "select 1 as a, 'x' as b union all select 2, 'y'"),
    );
    expect(result.rows === undefined || result.rows === 2).toBe(true);
    expect(await countOf(warehouse(), dialect.relation(target))).toBe(2);
    const described = await warehouse().describe(target);
    expect(described).toMatchObject({ ...target, type: "table" });
    expect(described?.columns.map((found) => found.name)).toEqual(["a", "b"]);
    expect(described?.columns.map((found) => dialect.parseType(found.type).kind)[1]).toBe("text");
  });

  test("a table is not made over another", async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "t" };
    await warehouse().execute(dialect.createTableAs(target, "select 1 as a"));
    await expect(
      warehouse().execute(dialect.createTableAs(target, "select 2 as a")),
    ).rejects.toMatchObject({ name: "SluiceError" });
    await expect(
      warehouse().execute(dialect.createTable(target, [column(dialect, "a", "text")])),
    ).rejects.toMatchObject({ name: "SluiceError" });
    expect(await rowsOf(warehouse(), `select a from ${dialect.relation(target)}`)).toEqual([
      { a: 1 },
    ]);
  });

  test("a view replaces a view, never a table", async () => {
    const { dialect } = warehouse();
    const inSchema = await schema();
    const [view, table] = [
      { schema: inSchema, name: "v" },
      { schema: inSchema, name: "t" },
    ];
    await warehouse().execute(dialect.createTableAs(table, "select 1 as a"));
    await warehouse().execute(dialect.createView(view, `select a from ${dialect.relation(table)}`));
    await warehouse().execute(
      dialect.createView(view, `select a, a + 1 as b from ${dialect.relation(table)}`),
    );
    expect(await rowsOf(warehouse(), `select * from ${dialect.relation(view)}`)).toEqual([
      { a: 1, b: 2 },
    ]);
    expect(await warehouse().describe(view)).toMatchObject({
      type: "view",
      columns: [{ name: "a" }, { name: "b" }],
    });
    await expect(
      warehouse().execute(dialect.createView(table, "select 2 as a")),
    ).rejects.toMatchObject({ name: "SluiceError" });
    expect((await warehouse().describe(table))?.type).toBe("table");
  });

  test("rows are inserted by column name", async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "t" };
    await warehouse().execute(
      dialect.createTable(target, [column(dialect, "a", "integer"), column(dialect, "b", "text")]),
    );
    const { rows } = await warehouse().execute(
      dialect.insertSelect(target, ["b", "a"], "select 'x', 1 union all select 'y', 2"),
    );
    expect(rows).toBe(2);
    expect(
      await rowsOf(warehouse(), `select * from ${dialect.relation(target)} order by a`),
    ).toEqual([
      { a: 1, b: "x" },
      { a: 2, b: "y" },
    ]);
  });

  test("nullability is kept", async () => {
    const { dialect } = warehouse();
    const target = { schema: await schema(), name: "t" };
    await warehouse().execute(
      dialect.createTable(target, [
        { ...column(dialect, "a", "integer"), nullable: false },
        column(dialect, "b", "integer"),
      ]),
    );
    expect((await warehouse().describe(target))?.columns.map((found) => found.nullable)).toEqual([
      false,
      true,
    ]);
    await expect(
      warehouse().execute(dialect.insertSelect(target, ["b"], "select 1")),
    ).rejects.toMatchObject({ code: "SQL.FAILED" });
  });

  test("what does not exist is described as nothing", async () => {
    expect(await warehouse().describe({ schema: await schema(), name: "none" })).toBeUndefined();
    expect(await warehouse().describe({ schema: "no_such_schema", name: "none" })).toBeUndefined();
  });

  test("dropping is idempotent, for tables and views, in schemas that are not there", async () => {
    const { dialect } = warehouse();
    const inSchema = await schema();
    await warehouse().execute(
      dialect.createTableAs({ schema: inSchema, name: "t" }, "select 1 as a"),
    );
    await warehouse().execute(dialect.createView({ schema: inSchema, name: "v" }, "select 1 as a"));
    for (const name of ["v", "t", "v", "t", "never"])
      await warehouse().drop({ schema: inSchema, name });
    await warehouse().drop({ schema: "no_such_schema", name: "t" });
    expect(await warehouse().list([inSchema])).toEqual([]);
  });

  test("one list has every relation of the schemas asked for, and no other", async () => {
    const { dialect } = warehouse();
    const [one, two, other] = [await schema(), await schema(), await schema()];
    const statements = [one, two, other].flatMap((inSchema) =>
      Array.from({ length: 20 }, (_, i) => [
        dialect.createTableAs({ schema: inSchema, name: `t${i}` }, `select ${i} as a, 'x' as b`),
        dialect.createView({ schema: inSchema, name: `v${i}` }, `select ${i} as c`),
      ]).flat(),
    );
    await warehouse().execute(statements.join(";\n"));
    const listed = await warehouse().list([one, two]);
    expect(listed).toHaveLength(80);
    expect(new Set(listed.map((found) => found.schema))).toEqual(new Set([one, two]));
    expect(listed.filter((found) => found.type === "view")).toHaveLength(40);
    expect(listed.find((found) => found.name === "t7")?.columns.map((found) => found.name)).toEqual(
      ["a", "b"],
    );
    expect((await warehouse().list()).length).toBeGreaterThanOrEqual(120);
    expect(await warehouse().list([])).toEqual([]);
  });

  test("a schema is dropped with what is in it", async () => {
    const { dialect } = warehouse();
    const inSchema = await schema();
    await warehouse().execute(
      dialect.createTableAs({ schema: inSchema, name: "t" }, "select 1 as a"),
    );
    await warehouse().execute(dialect.dropSchema(inSchema));
    expect(await warehouse().list([inSchema])).toEqual([]);
    await warehouse().execute(dialect.dropSchema(inSchema));
  });
}

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { findings, places, testProject } from "../../../test/project.js";

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;

/** Findings of a project as `CODE file:line:column`, and the hints of the first. */
async function wrong(files: Readonly<Record<string, string>>) {
  const all = await findings(testProject(files));
  return { places: places({ all }), messages: all.map((d) => d.message), hints: all[0]?.hints };
}

/** What a query yields on a built project. */
async function valueOf(files: Readonly<Record<string, string>>, query: string): Promise<unknown> {
  const project = testProject(files);
  const { summary } = await project.build();
  expect(summary.ok).toBe(true);
  return project.value(query);
}

describe("names that are not known", () => {
  it("suggest the nearest, at the place of the name", async () => {
    const found = await wrong({
      "models/staging/stg_orders.sql": "select 1 as id",
      "models/marts/orders.sql": "select *\nfrom staging.stg_order\n",
    });
    expect(found.places).toEqual(["REF.UNKNOWN models/marts/orders.sql:2:6"]);
    expect(found.hints).toEqual(["Did you mean `staging.stg_orders`?"]);
  });

  it("are all told at once, in every file", async () => {
    const found = await wrong({
      "models/a/one.sql": "select * from nope join nada using (id)",
      "models/a/two.sql": "with x as (select 1 as id) select * from x, nothing",
      "models/a/three.sql": "select * frm x",
      "models/a/four.sql": "select $unknown as v",
    });
    expect(found.places).toEqual([
      "REF.PARAMETER_UNKNOWN models/a/four.sql:1:8",
      "REF.UNKNOWN models/a/one.sql:1:15",
      "REF.UNKNOWN models/a/one.sql:1:25",
      "SQL.SYNTAX models/a/three.sql:1:14",
      "REF.UNKNOWN models/a/two.sql:1:45",
    ]);
  });

  it("that are files say to declare them", async () => {
    const found = await wrong({ "models/a/one.sql": "select * from 'data/x.csv'" });
    expect(found.places).toEqual(["REF.UNKNOWN models/a/one.sql:1:15"]);
    expect(found.hints?.[0]).toContain(".source.yaml");
  });

  it("may be ambiguous: the candidates are listed", async () => {
    const found = await wrong({
      "models/a/orders.sql": "select 1 as id",
      "models/b/orders.sql": "select 2 as id",
      "models/c/all.sql": "select * from orders",
    });
    expect(found.places).toEqual(["REF.AMBIGUOUS models/c/all.sql:1:15"]);
    expect(found.hints).toEqual(["Write the schema: a.orders or b.orders."]);
  });
});

describe("names that are known", () => {
  const two = {
    "models/a/orders.sql": "select 1 as id",
    "models/b/orders.sql": "select 2 as id",
  };

  it("mean the relation of the own schema first", async () => {
    const files = { ...two, "models/b/all.sql": "select id from orders" };
    expect(await valueOf(files, "select id from b.all")).toBe(2);
  });

  it("without a schema mean the only one of that name", async () => {
    const files = { "models/a/orders.sql": "select 1 as id", "models/b/all.sql": "from orders" };
    expect(await valueOf(files, "select id from b.all")).toBe(1);
  });

  it("compare without regard to case, quoted or not", async () => {
    const files = {
      "models/a/Orders.sql": "select 7 as Id",
      "models/b/all.sql": 'select ID from "A".ORDERS union all select id from "a"."orders"',
    };
    expect(await valueOf(files, "select sum(id)::int from b.all")).toBe(14);
  });

  it("may hold spaces when quoted", async () => {
    const files = {
      "models/a/my orders.sql": "select 7 as id",
      "models/b/all.sql": 'select id from a . /* gap */ "my orders"',
    };
    expect(await valueOf(files, "select id from b.all")).toBe(7);
  });

  it("keep their meaning as qualifiers of columns", async () => {
    const files = {
      ...two,
      "models/b/all.sql":
        "select orders.id + a.orders.id as n from b.orders, a.orders where b.orders.id > a.orders.id",
    };
    const project = testProject({
      ...files,
      "models/b/all.sql": "select orders.id * 10 as n from a.orders where orders.id > 0",
    });
    await project.build();
    expect(await project.value("select n from b.all")).toBe(10);
  });
});

describe("common table expressions", () => {
  it("hide models of their name, in their scope only", async () => {
    const files = {
      "models/a/orders.sql": "select 1 as id",
      "models/b/inner.sql":
        "with q as (with orders as (select 100 as id) select id from orders) select q.id + o.id as id from q, a.orders o",
      "models/b/outer.sql":
        "with orders as (select id + 10 as id from a.orders) select id from orders",
    };
    expect(await valueOf(files, "select id from b.inner")).toBe(101);
    expect(await valueOf(files, "select id from b.outer")).toBe(11);
  });

  it("of an earlier name do not reach into their own body", async () => {
    const files = {
      "models/a/orders.sql": "select 1 as id",
      "models/a/all.sql": "with orders as (select id + 1 as id from orders) select id from orders",
    };
    expect(await valueOf(files, "select id from a.all")).toBe(2);
  });
});

describe("cycles", () => {
  it("are shown as a path, at the reference that closes it", async () => {
    const found = await wrong({
      "models/a/one.sql": "select * from a.three",
      "models/a/two.sql": "select * from a.one",
      "models/a/three.sql": "select * from a.two",
      "models/a/apart.sql": "select 1 as v",
    });
    expect(found.messages).toEqual([
      "Models read each other in a circle: a.one -> a.three -> a.two -> a.one.",
    ]);
    expect(found.places).toEqual(["REF.CYCLE models/a/one.sql:1:15"]);
  });

  it("of one model are found", async () => {
    const found = await wrong({ "models/a/one.sql": "select *\nfrom a.one" });
    expect(found.places).toEqual(["REF.CYCLE models/a/one.sql:2:6"]);
  });

  it("that a check closes are none: the order is that of the data", async () => {
    const project = testProject({
      "models/a/one.sql":
        "/* model\nkind: table\nchecks:\n  - relationships: { column: id, to: a.two, field: id }\n*/\nselect 1 as id",
      "models/a/two.sql": table("select id from a.one"),
      "models/a/apart.sql":
        "/* model\nkind: table\nchecks:\n  - relationships: { column: id, to: a.two, field: id }\n*/\nselect 1 as id",
    });
    const order = await project.with(async (workspace) => [
      ...(await workspace.graph()).nodes.keys(),
    ]);
    expect(order).toEqual(["a.one", "a.two", "a.apart"]);
  });

  it("a chain of thousands is none and is ordered", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1500 }, (_, i) => [
        `models/a/m${String(i)}.sql`,
        i === 1499 ? "select 1 as v" : `select v from a.m${String(i + 1)}`,
      ]),
    );
    const order = await testProject(files).with(async (workspace) => [
      ...(await workspace.graph()).nodes.keys(),
    ]);
    expect(order[0]).toBe("a.m1499");
    expect(order.at(-1)).toBe("a.m0");
  });
});

describe("parameters", () => {
  it("that are not known suggest the nearest", async () => {
    const project = testProject(
      { "models/a/one.sql": "select $thresold as v" },
      { vars: z.object({ threshold: z.number().default(1) }) },
    );
    const [found] = await findings(project);
    expect(found).toMatchObject({
      code: "REF.PARAMETER_UNKNOWN",
      hints: ["Did you mean `$threshold`?"],
    });
  });

  it("are values, never text: quotes, signs and dollars stay data", async () => {
    const project = testProject(
      {
        "models/a/one.sql":
          "select $name as name, 3-$n as diff, '$name' as literal, $now::date as day, $flag as flag",
      },
      {
        vars: z.object({
          name: z.string().default("o'hara; drop table x; $n"),
          n: z.number().default(-2),
          flag: z.boolean().default(true),
        }),
      },
    );
    await project.build({}, { now: "2024-02-29" });
    expect(await project.rows("select * replace (day::text as day) from one")).toEqual([
      {
        name: "o'hara; drop table x; $n",
        diff: 5,
        literal: "$name",
        day: "2024-02-29",
        flag: true,
      },
    ]);
  });
});

describe("columns with the schema of their relation", () => {
  const files = {
    "models/raw/orders.sql": table("select 1 as id, 2 as v"),
    "models/raw/items.sql": "/* model\nkind: ephemeral\n*/\nselect 1 as id, 40 as w",
    "models/marts/total.sql": table(
      "with o as (select raw.orders.id, raw . orders.v from raw.orders)\n" +
        "select raw.items.w + o.v as total from o join raw.items on raw.items.id = o.id",
    ),
  };

  it("are found, whatever relation stands behind the name", async () => {
    expect(await valueOf(files, "select total from marts.total")).toBe(42);
  });

  it("are found in queries of users", async () => {
    expect(await valueOf(files, "select raw.orders.v from raw.orders")).toBe(2);
  });
});

describe("ephemeral models", () => {
  it("chain, are read several times, and by a CTE of the same name", async () => {
    const ephemeral = (sql: string) => `/* model\nkind: ephemeral\n*/\n${sql}`;
    const files = {
      "models/a/one.sql": ephemeral("with t as (select 1 as v) select v from t; -- end"),
      "models/a/two.sql": ephemeral("with t as (select v + 1 as v from a.one) select v from t"),
      "models/a/three.sql": table(
        "with t as (select v * 10 as v from two) select t.v + one.v + x.v as v from t, a.one, a.one as x",
      ),
    };
    const project = testProject(files);
    await project.build();
    expect(await project.value("select v from a.three")).toBe(22);
    expect(await project.value("select sum(v)::int from two")).toBe(2);
    const views = await project.rawRows(
      "select table_name as name from information_schema.tables where table_schema = 'a'",
    );
    expect(views).toEqual([{ name: "three" }]);
  });
});

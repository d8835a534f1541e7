import { describe, expect, it } from "vitest";
import { testProject, type FinishedBuild, type TestProject } from "../../test/project.js";

const model = (header: string, sql: string) => `/* model\n${header}\n*/\n${sql}`;
const table = (sql: string, checks = "") => model(`kind: table${checks}`, sql);
/** Every value of a column is one of another model. */
const key = (column: string, to: string, more = "") =>
  `\nchecks: [{ relationships: { column: ${column}, to: ${to}, field: ${column}${more} } }]`;
const seed = (name: string, column: string, values: readonly number[]) => ({
  [`models/raw/${name}.seed.yaml`]: `file: data/${name}.csv\n`,
  [`data/${name}.csv`]: `${column}\n${values.join("\n")}\n`,
});
const rows = (name: string, values: readonly number[]) => seed(name, "id", values);

/** Items whose orders are checked against orders, which are built from the items. */
const orders = {
  ...rows("items", [1, 2]),
  ...rows("orders", [1, 2]),
  "models/marts/items.sql": table("select id from raw.items", key("id", "marts.orders")),
  "models/marts/orders.sql": table(
    "select o.id, count(i.id)::int as n from raw.orders o left join marts.items i using (id) group by all",
  ),
};

function statuses({ nodes }: FinishedBuild): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(nodes)
      .filter(({ name }) => !name.startsWith("raw."))
      .map(({ name, status }) => [name, status]),
  );
}

/** Sums of `id` that readers see by model; undefined for one they do not see. */
async function shown(project: TestProject, names: readonly string[], schema = "marts") {
  const found = await project.rawRows(
    `select table_name as name from information_schema.tables where table_schema = '${schema}'`,
  );
  const seen: Record<string, unknown> = {};
  for (const name of names.filter((one) => found.some((row) => row["name"] === one))) {
    const [row] = await project.rawRows(`select sum(id)::int as total from ${schema}.${name}`);
    seen[name] = row?.["total"];
  }
  return seen;
}

describe("a check that reads what is built from its model", () => {
  it("runs when that is built, and both are published when it passes", async () => {
    const project = testProject(orders);
    const build = await project.build();
    expect(statuses(build)).toEqual({ "marts.items": "built", "marts.orders": "built" });
    expect(build.nodes["marts.items"]?.checks).toEqual({ passed: 1, warned: 0, failed: 0 });
    expect(await shown(project, ["items", "orders"])).toEqual({ items: 3, orders: 3 });
    expect(await project.plan()).toEqual({});
  });

  it("keeps both unpublished when it fails, then and in later runs, until the rows are mended", async () => {
    const project = testProject(orders);
    await project.build();
    project.write(rows("items", [1, 2, 9]));
    for (const reason of ["parent changed", "previously failed"]) {
      expect(await project.plan()).toMatchObject({
        "marts.items": reason,
        "marts.orders": reason,
      });
      const build = await project.build();
      expect(statuses(build)).toEqual({ "marts.items": "failed", "marts.orders": "skipped" });
      expect(build.nodes["marts.items"]?.error).toMatchObject({ code: "RUN.CHECK_FAILED" });
      expect(build.nodes["marts.orders"]?.error).toMatchObject({
        code: "RUN.SKIPPED",
        message: "marts.orders was not published because marts.items failed.",
      });
      expect(await shown(project, ["items", "orders"])).toEqual({ items: 3, orders: 3 });
    }
    project.write(rows("items", [1, 2]));
    expect((await project.build()).summary.ok).toBe(true);
    project.write({ ...rows("items", [1, 2, 9]), ...rows("orders", [1, 2, 9]) });
    expect((await project.build()).summary.ok).toBe(true);
    expect(await shown(project, ["items", "orders"])).toEqual({ items: 12, orders: 12 });
  });

  it("lists the failing rows in the refused versions", async () => {
    const project = testProject(orders);
    await project.build();
    project.write(rows("items", [1, 2, 9]));
    const { nodes } = await project.build();
    const { physical } = nodes["marts.items"] ?? {};
    expect(nodes["marts.items"]?.error?.hints[0]).toContain(`from _sluice."${physical ?? ""}"`);
    const refused = `select count(*)::int from _sluice.${physical ?? ""} where id = 9`;
    expect(await project.value(refused)).toBe(1);
  });

  it("holds back what is built from the checked model elsewhere, and nothing else", async () => {
    const project = testProject({
      ...orders,
      "models/marts/best.sql": table("select max(id) as id from marts.items"),
      "models/marts/late.sql": table("select max(id) as id from marts.orders"),
      "models/marts/beside.sql": table("select id from raw.items"),
    });
    await project.build();
    project.write(rows("items", [1, 2, 9]));
    const build = await project.build();
    expect(statuses(build)).toEqual({
      "marts.items": "failed",
      "marts.orders": "skipped",
      "marts.best": "skipped",
      "marts.late": "skipped",
      "marts.beside": "built",
    });
    expect(build.nodes["marts.late"]?.error?.message).toBe(
      "marts.late was skipped because marts.items failed.",
    );
    const seen = await shown(project, ["items", "orders", "best", "late", "beside"]);
    expect(seen).toEqual({ items: 3, orders: 3, best: 2, late: 2, beside: 12 });
  });

  it("waits for a verdict on what it reads: what fails a check of its own holds back the checked model", async () => {
    const project = testProject({
      ...orders,
      "models/marts/orders.sql": orders["models/marts/orders.sql"].replace(
        "kind: table",
        "kind: table\nchecks: [{ expression: n < 2 }]",
      ),
    });
    await project.build();
    project.write(rows("items", [1, 1, 2]));
    const build = await project.build();
    expect(statuses(build)).toEqual({ "marts.items": "skipped", "marts.orders": "failed" });
    expect(build.nodes["marts.items"]?.error?.message).toBe(
      "marts.items was not published because marts.orders failed.",
    );
    expect(await shown(project, ["items"])).toEqual({ items: 3 });
  });

  it("holds back the checked model too when what it reads cannot be built", async () => {
    const project = testProject({
      ...orders,
      "models/marts/orders.sql": table(
        "select o.id, error('no') as n from raw.orders o join marts.items using (id)",
      ),
    });
    const build = await project.build();
    expect(statuses(build)).toEqual({ "marts.items": "skipped", "marts.orders": "failed" });
    expect(await shown(project, ["items", "orders"])).toEqual({});
    project.write({ "models/marts/orders.sql": orders["models/marts/orders.sql"] });
    expect((await project.build()).summary.ok).toBe(true);
  });

  it("of severity warn holds nothing back, whatever becomes of what it reads", async () => {
    const project = testProject({
      ...orders,
      "models/marts/items.sql": table(
        "select id from raw.items",
        key("id", "marts.orders", ", severity: warn"),
      ),
    });
    project.write(rows("items", [1, 2, 9]));
    const warned = await project.build();
    expect(statuses(warned)).toEqual({ "marts.items": "built", "marts.orders": "built" });
    expect(warned.nodes["marts.items"]?.checks).toEqual({ passed: 0, warned: 1, failed: 0 });
    project.write({
      "models/marts/orders.sql": table("select error('no') as id from marts.items"),
    });
    project.write(rows("items", [1, 2, 3]));
    const failed = await project.build();
    expect(statuses(failed)).toEqual({ "marts.items": "built", "marts.orders": "failed" });
    expect(failed.nodes["marts.items"]?.checkResults).toMatchObject([
      { status: "error", error: { code: "RUN.SKIPPED" } },
    ]);
    expect(await shown(project, ["items", "orders"])).toEqual({ items: 6, orders: 3 });
    project.write({ "models/marts/orders.sql": orders["models/marts/orders.sql"] });
    expect(await project.plan()).toMatchObject({ "marts.items": "recheck" });
  });

  it("reads a path of any kind of model, and an SQL check reads it too", async () => {
    const project = testProject({
      ...rows("n", [1, 2]),
      "models/marts/first.sql": table(
        "select id from raw.n",
        '\nchecks: [{ custom_sql: "select * from self where id not in (select id from marts.last)" }]',
      ),
      "models/marts/inlined.sql": model("kind: ephemeral", "select id from marts.first"),
      "models/marts/seen.sql": "select id from marts.inlined",
      "models/marts/last.sql": table("select id from marts.seen where id < 5"),
    });
    expect((await project.build()).summary.ok).toBe(true);
    project.write(rows("n", [1, 2, 7]));
    expect(statuses(await project.build())).toEqual({
      "marts.first": "failed",
      "marts.seen": "skipped",
      "marts.last": "skipped",
    });
    expect(await shown(project, ["first", "seen", "last"])).toEqual({ first: 3, seen: 3, last: 3 });
  });
});

describe("models whose checks read each other", () => {
  const two = {
    ...rows("a", [1, 2]),
    ...rows("b", [1, 2]),
    "models/marts/a.sql": table("select id from raw.a", key("id", "marts.b")),
    "models/marts/b.sql": table("select id from raw.b", key("id", "marts.a")),
  };

  it("are published together", async () => {
    const project = testProject(two);
    expect((await project.build()).summary.ok).toBe(true);
    project.write(rows("a", [1, 2, 3]));
    const refused = await project.build();
    expect(statuses(refused)).toEqual({ "marts.a": "failed", "marts.b": "reused" });
    project.write(rows("b", [1, 2, 3]));
    expect(statuses(await project.build())).toEqual({ "marts.a": "built", "marts.b": "built" });
    expect(await shown(project, ["a", "b"])).toEqual({ a: 6, b: 6 });
    expect(await project.plan()).toEqual({});
  });

  it("are held back together: one alone would be checked against what is not shown", async () => {
    const project = testProject(two);
    await project.build();
    project.write({ ...rows("a", [1, 2, 3]), ...rows("b", [1, 2, 3, 4]) });
    expect(statuses(await project.build())).toEqual({ "marts.a": "skipped", "marts.b": "failed" });
    expect(await shown(project, ["a", "b"])).toEqual({ a: 3, b: 3 });
  });

  it("may be three in a ring", async () => {
    const project = testProject({
      ...two,
      ...rows("c", [1, 2]),
      "models/marts/b.sql": table("select id from raw.b", key("id", "marts.c")),
      "models/marts/c.sql": table("select id from raw.c", key("id", "marts.a")),
    });
    expect((await project.build()).summary.ok).toBe(true);
    project.write({ ...rows("a", [1]), ...rows("b", [1]), ...rows("c", [1, 5]) });
    expect(statuses(await project.build())).toEqual({
      "marts.a": "skipped",
      "marts.b": "skipped",
      "marts.c": "failed",
    });
    expect(await shown(project, ["a", "b", "c"])).toEqual({ a: 3, b: 3, c: 3 });
  });
});

describe("a check that reads other models without a circle", () => {
  it.each([
    ["itself", { "models/marts/m.sql": table("select id from raw.a", key("id", "marts.m")) }],
    [
      "an ephemeral model over itself",
      {
        "models/marts/m.sql": table("select id from raw.a", key("id", "marts.inlined")),
        "models/marts/inlined.sql": model("kind: ephemeral", "select id from marts.m"),
      },
    ],
    [
      "what it is built from",
      { "models/marts/m.sql": table("select id from raw.a", key("id", "raw.a")) },
    ],
    [
      "an ancestor further up",
      {
        "models/marts/between.sql": table("select id from raw.a"),
        "models/marts/m.sql": table("select id from marts.between", key("id", "raw.a")),
      },
    ],
    [
      "a model beside it, through an ephemeral one",
      {
        "models/marts/z.sql": table("select id from raw.a"),
        "models/marts/y.sql": model("kind: ephemeral", "select id from marts.z"),
        "models/marts/m.sql": table("select id from raw.a", key("id", "marts.y")),
      },
    ],
  ])("of %s needs no group", async (_, files) => {
    const project = testProject({ ...rows("a", [1, 2]), ...files });
    const { nodes } = await project.with((workspace) => workspace.plan());
    expect(nodes.map(({ group }) => group)).toEqual(nodes.map(() => undefined));
    const build = await project.build();
    expect(build.summary.ok).toBe(true);
    expect(build.nodes["marts.m"]?.checks.passed).toBe(1);
  });

  it("of severity warn runs without what has failed", async () => {
    const project = testProject({
      ...rows("a", [1]),
      "models/marts/broken.sql": table("select error('no') as id from raw.a"),
      "models/marts/warns.sql": table(
        "select id from raw.a",
        key("id", "marts.broken", ", severity: warn"),
      ),
      "models/marts/fails.sql": table("select id from raw.a", key("id", "marts.broken")),
    });
    expect(statuses(await project.build())).toEqual({
      "marts.broken": "failed",
      "marts.warns": "built",
      "marts.fails": "skipped",
    });
  });
});

describe("a selection of one side", () => {
  it("is checked against what readers see of the other", async () => {
    const project = testProject(orders);
    await project.build();
    project.write({ ...rows("items", [1, 2, 9]), ...rows("orders", [1, 2, 9]) });
    const alone = await project.build({ select: ["marts.items"] });
    expect(statuses(alone)).toEqual({ "marts.items": "failed" });
    expect(statuses(await project.build({ select: ["marts.orders"] }))).toEqual({
      "marts.items": "built",
      "marts.orders": "built",
    });
  });

  it("builds what its check reads where nothing of it is there", async () => {
    const project = testProject(orders);
    expect(statuses(await project.build({ select: ["marts.items"] }))).toEqual({
      "marts.items": "built",
      "marts.orders": "built",
    });
  });

  it("of what is built later checks the other again with the next build", async () => {
    const project = testProject(orders);
    await project.build();
    project.write(rows("orders", [1]));
    expect((await project.build({ select: ["marts.orders"] })).summary.ok).toBe(true);
    const build = await project.build();
    expect(statuses(build)).toEqual({ "marts.items": "failed", "marts.orders": "reused" });
  });
});

it("a model that is reused holds back what would break its check", async () => {
  const project = testProject(orders);
  await project.build();
  project.write(rows("orders", [1]));
  expect(await project.plan()).toMatchObject({ "marts.items": "recheck" });
  expect(statuses(await project.build())).toEqual({
    "marts.items": "failed",
    "marts.orders": "skipped",
  });
  expect(await shown(project, ["items", "orders"])).toEqual({ items: 3, orders: 3 });
});

it("--fail-fast ends a run at a failed late check", async () => {
  const project = testProject({
    ...orders,
    "models/marts/rest.sql": table("select max(id) as id from marts.orders"),
  });
  await project.build();
  project.write(rows("items", [1, 2, 9]));
  expect(statuses(await project.build({ failFast: true }))).toEqual({
    "marts.items": "failed",
    "marts.orders": "skipped",
    "marts.rest": "skipped",
  });
});

it("an environment takes over what another has built and checked", async () => {
  const project = testProject(orders);
  await project.build();
  project.write({ ...rows("items", [1, 2, 9]) });
  const refused = await project.build({}, { environment: "dev" });
  expect(statuses(refused)).toEqual({ "marts.items": "failed", "marts.orders": "skipped" });
  const production = { items: 3, orders: 3 };
  expect(await shown(project, ["items", "orders"], "marts__dev")).toEqual(production);
  project.write(rows("orders", [1, 2, 9]));
  expect((await project.build({}, { environment: "dev" })).summary.ok).toBe(true);
  expect(await shown(project, ["items", "orders"])).toEqual({ items: 3, orders: 3 });
  expect(await project.plan()).toEqual({});
  await project.build();
  expect(await shown(project, ["items", "orders"])).toEqual({ items: 12, orders: 12 });
});

it("a cancelled run publishes nothing of a group, and the next one builds it", async () => {
  const project = testProject(orders);
  const stop = new AbortController();
  await project.with(async (workspace) => {
    for await (const event of workspace.build({ signal: stop.signal }))
      if (event.type === "node_started" && event.node === "marts.orders") stop.abort();
  });
  expect(await shown(project, ["items", "orders"])).toEqual({});
  expect((await project.build()).summary.ok).toBe(true);
  expect(await shown(project, ["items", "orders"])).toEqual({ items: 3, orders: 3 });
});

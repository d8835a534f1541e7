import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";

const tableOf = (query: string) => `/* model\nkind: table\n*/\n${query}`;

const project = (top: string) =>
  testProject({
    "models/raw/e.seed.yaml":
      "file: data/e.csv\ncolumns: { id: { type: bigint }, seen: { type: timestamp } }\n",
    "data/e.csv": "id,seen\n1,2024-01-01 09:00:00\n",
    "models/a/top.sql": top,
    "models/a/inlined.sql": "/* model\nkind: ephemeral\n*/\nselect * from a.top",
    "models/b/view.sql": "/* model\nkind: view\n*/\nselect * from a.inlined",
    "models/b/table.sql": tableOf("select id from b.view"),
    "models/c/last.sql": "/* model\nkind: view\n*/\nselect * from b.table",
    "models/c/other.sql": tableOf("select count(*) as n from raw.e"),
  });

const table = tableOf("select id, seen from raw.e");
const byKey = (query: string) =>
  `/* model\nkind: { type: incremental_by_key, key: id }\n*/\n${query}`;

async function outdated(built: ReturnType<TestProject["build"]>) {
  const promoted = (await built).events.find((event) => event.type === "promoted");
  return promoted?.type === "promoted" ? promoted.outdated : undefined;
}

describe("models that are outdated after a build of", () => {
  it("a new table are its views and tables, at any distance", async () => {
    const shop = project(table);
    await shop.build();
    shop.write({ "models/a/top.sql": tableOf("select id + 1 as id, seen from raw.e") });
    const behind = ["a.top"];
    expect(await outdated(shop.build({ select: ["a.top"] }))).toEqual([
      { name: "b.view", behind },
      { name: "b.table", behind },
      { name: "c.last", behind },
    ]);
  });

  it("a table written in place are tables made from it, and not its views", async () => {
    const shop = project(byKey("select id, seen from raw.e"));
    await shop.build();
    shop.write({ "data/e.csv": "id,seen\n1,2024-01-01 09:00:00\n2,2024-01-01 10:00:00\n" });
    const names = (await outdated(shop.build({ select: ["raw.e", "a.top"] })))?.map(
      ({ name }) => name,
    );
    expect(names).toEqual(["b.table", "c.last", "c.other"]);
  });

  it("everything are none", async () => {
    const shop = project(table);
    expect(await outdated(shop.build())).toEqual([]);
    shop.write({ "models/a/top.sql": tableOf("select id + 1 as id, seen from raw.e") });
    expect(await outdated(shop.build({ select: ["a.top+"] }))).toEqual([]);
  });

  it("a model that did not change, or that no reader of which is published, are none", async () => {
    const shop = project(table);
    expect(await outdated(shop.build({ select: ["+a.top"] }))).toEqual([]);
    await shop.build();
    expect(await outdated(shop.build({ select: ["a.top"] }))).toEqual([]);
  });

  it("a model whose build failed are none", async () => {
    const shop = project(table);
    await shop.build();
    shop.write({
      "models/a/top.sql": tableOf("select error('no')::bigint as id, seen from raw.e"),
    });
    expect(await outdated(shop.build({ select: ["a.top"] }))).toEqual([]);
  });
});

it("a build gives the models whose views it removed, and counts them", async () => {
  const shop = project(table);
  await shop.build();
  shop.remove("models/c/last.sql");
  shop.remove("models/c/other.sql");
  const { events, summary } = await shop.build();
  const promoted = events.find((event) => event.type === "promoted");
  expect(promoted).toMatchObject({ removed: ["c.last", "c.other"] });
  expect(summary).toMatchObject({ removed: 2, published: true });
});

import os from "node:os";
import { duckdb } from "@sluice/adapter-duckdb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PublishedModel } from "../state/state-store.js";
import type { WarehouseAdapter } from "../warehouse/warehouse-adapter.js";
import { pointReaders, readerChange } from "./point-readers.js";

const published = (model: string, physical: string, place = model): PublishedModel => {
  const [schema = "", view = ""] = place.split(".");
  return { model, schema, view, physical, fingerprint: "f", metadata: "m" };
};

const known = (...models: readonly PublishedModel[]) =>
  new Map(models.map((one) => [one.model, one]));

describe("readerChange", () => {
  const shop = published("shop.a", "a1");
  it.each([
    ["points a model that is new", [], [shop], { point: ["shop.a"], drop: [] }],
    ["leaves a view that shows its relation alone", [shop], [shop], { point: [], drop: [] }],
    [
      "leaves a view alone whose checks alone are others",
      [shop],
      [{ ...shop, metadata: "other" }],
      { point: [], drop: [] },
    ],
    [
      "points a view at another relation and drops nothing",
      [shop],
      [published("shop.a", "a2")],
      { point: ["shop.a"], drop: [] },
    ],
    [
      "drops the view under the former name of a model",
      [shop],
      [published("shop.a", "a1", "marts.a")],
      { point: ["marts.a"], drop: ["shop.a"] },
    ],
  ] as const)("%s", (_, before, publish, expected) => {
    const { point, drop } = readerChange(known(...before), { publish, removed: [] });
    const names = (views: readonly { readonly schema: string; readonly view: string }[]) =>
      views.map(({ schema, view }) => `${schema}.${view}`);
    expect({ point: names(point), drop: names(drop) }).toEqual(expected);
  });

  it("drops views of models that are gone, and none of a model that had none", () => {
    const change = readerChange(known(shop), { publish: [], removed: ["shop.a", "shop.b"] });
    expect(change).toEqual({ point: [], drop: [shop] });
  });
});

describe("pointReaders", () => {
  let warehouse: WarehouseAdapter;
  beforeEach(async () => {
    warehouse = await duckdb({ path: ":memory:" }).openScratch({ projectDir: os.tmpdir() });
    await warehouse.execute(
      "create schema _sluice; create table _sluice.a1 as select 1 as n; create table _sluice.a2 as select 2 as n",
    );
  });
  afterEach(() => warehouse.close());

  const point = (change: Parameters<typeof pointReaders>[0]) =>
    warehouse.transaction((tx) => pointReaders(change, { tx, warehouse }));
  const views = async () =>
    (await warehouse.list(["shop", "marts"], { columns: false })).map(
      ({ schema, name, type }) => `${type} ${schema}.${name}`,
    );
  const read = async () => {
    for await (const row of warehouse.query("select n from shop.a")) return row["n"];
    return undefined;
  };

  it("moves a view to another relation, as often as it is repeated", async () => {
    await point({ point: [published("shop.a", "a1")], drop: [] });
    expect(await read()).toBe(1);
    const moved = { point: [published("shop.a", "a2")], drop: [] };
    await point(moved);
    await point(moved);
    expect(await read()).toBe(2);
  });

  it("drops a view under a former name, and repeats that without an error", async () => {
    const shop = published("shop.a", "a1");
    await point({ point: [shop], drop: [] });
    const renamed = { point: [published("shop.a", "a1", "marts.a")], drop: [shop] };
    await point(renamed);
    await point(renamed);
    expect(await views()).toEqual(["view marts.a"]);
  });

  it("leaves a table that stands in the place of a dropped view", async () => {
    await warehouse.execute("create schema shop; create table shop.a as select 7 as n");
    await point({ point: [], drop: [published("shop.a", "a1")] });
    expect(await views()).toEqual(["table shop.a"]);
  });

  it("sends one statement a text", async () => {
    const sent: string[] = [];
    await warehouse.transaction((tx) => {
      const counting: typeof tx = {
        query: (sql, options) => tx.query(sql, options),
        load: (target, rows, options) => tx.load(target, rows, options),
        execute: (sql, options) => {
          sent.push(sql);
          return tx.execute(sql, options);
        },
      };
      const change = { point: [published("shop.a", "a1"), published("shop.b", "a2")], drop: [] };
      return pointReaders(change, { tx: counting, warehouse });
    });
    expect(sent.map((sql) => sql.split(" ", 3).join(" "))).toEqual([
      "create schema if",
      "create or replace",
      "create or replace",
    ]);
  });
});

import os from "node:os";
import { duckdb } from "@sluice/adapter-duckdb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WarehouseAdapter } from "../warehouse/warehouse-adapter.js";
import { SqlStateStore } from "./sql-state-store.js";
import type { StateChange } from "./state-change.js";
import { createState } from "./state-layout.js";
import type { ModelVersion, PublishedModel } from "./state-store.js";

const day = 86_400_000;
const old: ModelVersion = {
  model: "shop.a",
  fingerprint: "f1",
  definition: "d",
  metadata: "m",
  generation: 1,
  physical: "shop__a__f1",
  relation: "table",
  status: "unchecked",
  day: "2024-01-31",
  inputs: "i",
  revision: 0,
};
const published: PublishedModel = {
  model: "shop.a",
  schema: "shop",
  view: "a",
  physical: old.physical,
  fingerprint: "f1",
  metadata: "m",
};
const hash = { input: "raw.b", definition: "d", start: 0, end: day, rows: 2, hash: "7" };
const run = {
  runId: "r1",
  command: "build",
  environment: "prod",
  startedAt: "2024-01-31T00:00:00.000Z",
};
const promotion = { publish: [published], remove: [], runId: "r1" };
const physical = old.physical;

/** A state in which something of each kind is recorded. */
const before: readonly StateChange[] = [
  { type: "start run", run },
  { type: "add version", version: { ...old, columns: [], options: "o" }, runId: "r1" },
  { type: "add interval", physical, interval: { start: 0, end: day }, runId: "r1" },
  { type: "add input hashes", physical, hashes: [hash] },
  { type: "promote", environment: "dev", promotion },
  { type: "promote", environment: "dev", promotion: { ...promotion, runId: "r2" } },
  { type: "promote", environment: "dev", promotion: { ...promotion, runId: "r3" } },
];

/** A change of each type, with a query of the state and its rows afterwards. */
const cases = {
  "add version": [
    { type: "add version", version: { ...old, model: "shop.b" }, runId: "r2" },
    "select model, run_id from model_versions order by 1",
    [
      ["shop.a", "r1"],
      ["shop.b", "r2"],
    ],
  ],
  "update version": [
    { type: "update version", physical, change: { revision: 4, inputs: "j", day: "2024-02-01" } },
    "select revision, inputs, run_day, due_at, changed_at is null from model_versions",
    [[4n, "j", "2024-02-01", null, false]],
  ],
  "record comparison": [
    { type: "record comparison", physical, comparison: { compared: { "raw.b": "7" }, late: [] } },
    "select compared_inputs, late_inputs from model_versions",
    [['{"raw.b":"7"}', null]],
  ],
  "record verdict": [
    { type: "record verdict", physical, verdict: "built" },
    "select status from model_versions",
    [["built"]],
  ],
  "mark restating": [
    { type: "mark restating", physical: [physical] },
    "select inputs from model_versions",
    [["restating"]],
  ],
  "forget versions": [
    { type: "forget versions", physical: [physical] },
    "select (select count(*) from model_versions), (select count(*) from intervals), (select count(*) from input_hashes)",
    [[0n, 0n, 0n]],
  ],
  "retire versions": [
    { type: "retire versions", physical: [physical] },
    "select columns, removed_at is null, (select count(*) from intervals), (select count(*) from input_hashes) from model_versions",
    [[null, false, 0n, 0n]],
  ],
  "raise generations": [
    { type: "raise generations", least: 3 },
    "select value from meta where key = 'least_generation'",
    [["3"]],
  ],
  "add interval": [
    { type: "add interval", physical, interval: { start: day, end: 2 * day }, runId: "r2" },
    "select epoch_ms(end_at), run_id from intervals order by 1",
    [
      [BigInt(day), "r1"],
      [BigInt(2 * day), "r2"],
    ],
  ],
  "set intervals": [
    {
      type: "set intervals",
      tables: [{ physical, done: [{ start: day, end: 3 * day }] }],
      runId: "r2",
    },
    "select epoch_ms(start_at), epoch_ms(end_at) from intervals",
    [[BigInt(day), BigInt(3 * day)]],
  ],
  "add input hashes": [
    { type: "add input hashes", physical, hashes: [{ ...hash, start: day, end: 2 * day }] },
    "select epoch_ms(start_at), hash from input_hashes order by 1",
    [
      [0n, "7"],
      [BigInt(day), "7"],
    ],
  ],
  "remove input hashes": [
    { type: "remove input hashes", physical, range: { start: 0, end: day } },
    "select count(*) from input_hashes",
    [[0n]],
  ],
  "copy input hashes": [
    { type: "copy input hashes", from: physical, to: "copy" },
    "select physical, hash from input_hashes order by 1",
    [
      ["copy", "7"],
      [physical, "7"],
    ],
  ],
  promote: [
    {
      type: "promote",
      environment: "dev",
      promotion: { publish: [], remove: ["shop.a"], runId: "r4" },
    },
    "select (select count(*) from environments), (select value from meta where key = 'sequence'), sequence, physical from promotions order by sequence",
    [
      [0n, "4", 1n, physical],
      [0n, "4", 2n, physical],
      [0n, "4", 3n, physical],
      [0n, "4", 4n, null],
    ],
  ],
  "renew environment": [
    { type: "renew environment", environment: "dev", lifetimeMs: day },
    "select expires_at > now()::timestamp from environment_settings",
    [[true]],
  ],
  "set lifetime": [
    { type: "set lifetime", environment: "dev", lifetimeMs: day, now: new Date(0) },
    "select epoch_ms(expires_at), lifetime_ms from environment_settings",
    [[BigInt(day), BigInt(day)]],
  ],
  "remove environment": [
    { type: "remove environment", environment: "dev" },
    "select (select count(*) from environments), (select count(*) from promotions), (select count(*) from environment_settings)",
    [[0n, 0n, 0n]],
  ],
  "fold log": [
    { type: "fold log", environment: "dev", first: 2 },
    "select sequence, run_id from promotions order by 1",
    [
      [2n, "r2"],
      [3n, "r3"],
    ],
  ],
  "start run": [
    { type: "start run", run: { ...run, runId: "r2" } },
    "select run_id, status from runs order by 1",
    [
      ["r1", "running"],
      ["r2", "running"],
    ],
  ],
  "end run": [
    {
      type: "end run",
      end: { run: { ...run, finishedAt: run.startedAt, status: "failed" }, nodes: [], checks: [] },
    },
    "select status, finished_at is null from runs",
    [["failed", false]],
  ],
  "remove runs": [
    { type: "remove runs", before: new Date("2025-01-01") },
    "select count(*) from runs",
    [[0n]],
  ],
} as const satisfies {
  readonly [T in StateChange["type"]]: readonly [
    Extract<StateChange, { readonly type: T }>,
    string,
    readonly (readonly unknown[])[],
  ];
};

describe("a commit of the state", () => {
  let warehouse: WarehouseAdapter;
  let state: SqlStateStore;
  beforeEach(async () => {
    warehouse = await duckdb({ path: ":memory:" }).openScratch({ projectDir: os.tmpdir() });
    const { dialect } = warehouse;
    for (const sql of createState(dialect)) await warehouse.execute(sql);
    state = new SqlStateStore({ dialect, open: () => Promise.resolve(warehouse) });
    await state.commit(before);
  });
  afterEach(() => warehouse.close());

  const rowsOf = async (sql: string) => {
    const inState = sql.replaceAll(/\b(from|join) (?=[a-z])/g, "$1 _sluice.");
    const rows: unknown[] = [];
    for await (const row of warehouse.query(inState)) rows.push(Object.values(row));
    return rows;
  };

  it.each(Object.entries(cases))("writes the change `%s`", async (_, [change, sql, rows]) => {
    await state.commit([change]);
    expect(await rowsOf(sql)).toEqual(rows);
  });

  it.each(Object.entries(cases))(
    "leaves nothing of the change `%s` when the transaction of the data fails",
    async (_, [change, sql]) => {
      const found = await rowsOf(sql);
      const failing = warehouse.transaction(async (tx) => {
        await state.commit([change], tx);
        throw new RangeError("stop");
      });
      await expect(failing).rejects.toThrow("stop");
      expect(await rowsOf(sql)).toEqual(found);
    },
  );

  it("writes all of its changes or none of them", async () => {
    const broken = { ...old, revision: Number.NaN };
    const failing = state.commit([
      { type: "record verdict", physical, verdict: "built" },
      { type: "add version", version: broken, runId: "r2" },
    ]);
    await expect(failing).rejects.toThrow();
    expect(await rowsOf("select status from model_versions")).toEqual([["unchecked"]]);
  });
});

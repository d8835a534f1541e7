import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SqlValue } from "../../warehouse/values.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import type { SnapshotOptions } from "../../model/kind.js";
import { SnapshotTable } from "../../../test/snapshot-table.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await SnapshotTable.open();
});
afterAll(() => warehouse.close());

/** A row of a query: a key, a value, and the day it is dated. */
type InputRow = readonly [k: number, a: string | null, at: number];
/** A run: the day it takes place, and what the query gives then. */
type Run = readonly [now: number, ...rows: readonly InputRow[]];

const columns = "k::int as k, a::varchar as a, (date '2024-01-01' + d::int) as d";
const dayZero = Date.UTC(2024, 0, 1);
const dayNumber = (column: string) => `(${column}::date - date '2024-01-01')::int`;

function queryOf(rows: readonly InputRow[]): string {
  const values = rows.map(([k, a, at]) => `(${k}, ${a === null ? "null" : `'${a}'`}, ${at})`);
  return `select ${columns} from (values ${["(null, null, null)", ...values].join(", ")}) v(k, a, d) where k is not null`;
}

/** The history after runs, one text a row, in order of keys and starts: `1 a [3, 5)`. */
async function history(options: SnapshotOptions, runs: readonly Run[]): Promise<readonly string[]> {
  const table = await SnapshotTable.create(warehouse, queryOf([]), options);
  for (const [now, ...rows] of runs)
    await table.run(queryOf(rows), new Date(dayZero + now * 86_400_000));
  const deleted = options.hard_deletes === "new_record" ? "is_deleted" : "false";
  const found = await table.query(
    `select k, a, ${dayNumber("valid_from")} as starts, ${dayNumber("valid_to")} as ends, ` +
      `${deleted} as gone from main.history order by k, starts, ends nulls last, a`,
  );
  const text = (value: SqlValue | undefined) => JSON.stringify(value).replaceAll('"', "");
  return found.map(
    ({ k, a, starts, ends, gone }) =>
      `${text(k)} ${text(a)} [${text(starts)}, ${ends === null ? "" : text(ends)})${gone === true ? " gone" : ""}`,
  );
}

const check: SnapshotOptions = { key: "k", columns: ["a"] };
const byDate: SnapshotOptions = { ...check, valid_from: { column: "d" } };
const byTimestamp: SnapshotOptions = { key: "k", updated_at: "d" };

interface Case {
  readonly options: SnapshotOptions;
  readonly runs: readonly Run[];
  readonly gives: readonly string[];
}

const versions: Readonly<Record<string, Case>> = {
  "a null that gets a value stays null in the row that ends": {
    options: check,
    runs: [
      [1, [1, null, 0]],
      [2, [1, "x", 0]],
    ],
    gives: ["1 null [1, 2)", "1 x [2, )"],
  },
  "a value that becomes null is a version": {
    options: check,
    runs: [
      [1, [1, "x", 0]],
      [2, [1, null, 0]],
    ],
    gives: ["1 x [1, 2)", "1 null [2, )"],
  },
  "a key that is new in a later run starts then, not at the beginning of time": {
    options: check,
    runs: [
      [1, [1, "x", 0]],
      [5, [1, "x", 0], [2, "y", 0]],
    ],
    gives: ["1 x [1, )", "2 y [5, )"],
  },
  "what is not compared does not make a version, nor does it change one": {
    options: { key: "k", columns: ["d"] },
    runs: [
      [1, [1, "x", 0]],
      [2, [1, "y", 0]],
      [3, [1, "z", 1]],
    ],
    gives: ["1 x [1, 3)", "1 z [3, )"],
  },
  "`all` compares every column but those that date versions": {
    options: { key: "k", valid_from: { column: "d" } },
    runs: [
      [1, [1, "x", 1]],
      [2, [1, "x", 2]],
      [3, [1, "y", 3]],
    ],
    gives: ["1 x [1, 3)", "1 y [3, )"],
  },
  "by timestamp, only a later one makes a version": {
    options: byTimestamp,
    runs: [
      [9, [1, "x", 5]],
      [9, [1, "same date", 5]],
      [9, [1, "back", 4]],
      [9, [1, "y", 7]],
    ],
    gives: ["1 x [5, 7)", "1 y [7, )"],
  },
  "a version of the time of the run, by timestamp": {
    options: { ...byTimestamp, valid_from: "now" },
    runs: [
      [8, [1, "x", 5]],
      [9, [1, "y", 6]],
    ],
    gives: ["1 x [8, 9)", "1 y [9, )"],
  },
  "two versions of one time: the first keeps a row that never held": {
    options: check,
    runs: [
      [3, [1, "x", 0]],
      [3, [1, "y", 0]],
    ],
    gives: ["1 x [3, 3)", "1 y [3, )"],
  },
  "a clock that went back does not reorder versions": {
    options: check,
    runs: [
      [3, [1, "x", 0]],
      [2, [1, "y", 0]],
      [4, [1, "z", 0]],
    ],
    gives: ["1 x [3, 3)", "1 y [3, 4)", "1 z [4, )"],
  },
};

const deletions: Readonly<Record<string, Case>> = {
  "`ignore` keeps a key that is gone": {
    options: check,
    runs: [[1, [1, "x", 0]], [2], [3, [1, "x", 0]]],
    gives: ["1 x [1, )"],
  },
  "`invalidate` ends it, and a key that comes back starts again": {
    options: { ...check, hard_deletes: "invalidate" },
    runs: [[1, [1, "x", 0]], [2], [3], [4, [1, "x", 0]]],
    gives: ["1 x [1, 2)", "1 x [4, )"],
  },
  "`new_record` says so in a row": {
    options: { ...check, hard_deletes: "new_record" },
    runs: [[1, [1, "x", 0]], [2], [3], [4, [1, "y", 0]]],
    gives: ["1 x [1, 2)", "1 x [2, 4) gone", "1 y [4, )"],
  },
  "a key that comes back with an old date starts when it is seen, and overlaps nothing": {
    options: { ...byTimestamp, hard_deletes: "invalidate" },
    runs: [[1, [1, "x", 1]], [5], [8, [1, "x", 1]], [9, [1, "y", 7]]],
    gives: ["1 x [1, 5)", "1 x [8, 8)", "1 y [8, )"],
  },
  "a key that comes back with a date since then starts at that date": {
    options: { ...byTimestamp, hard_deletes: "new_record" },
    runs: [[1, [1, "x", 1]], [5], [8, [1, "y", 6]]],
    gives: ["1 x [1, 5)", "1 x [5, 6) gone", "1 y [6, )"],
  },
  "and at the very time it was gone, if that is its date": {
    options: { ...byTimestamp, hard_deletes: "new_record" },
    runs: [[1, [1, "x", 1]], [5], [8, [1, "y", 5]]],
    gives: ["1 x [1, 5)", "1 x [5, 5) gone", "1 y [5, )"],
  },
  "a key gone before its date was reached never held": {
    options: { ...byDate, hard_deletes: "invalidate" },
    runs: [[3, [1, "x", 10]], [4], [5, [1, "y", 20]], [6, [1, "z", 5]]],
    gives: ["1 z [5, 20)", "1 x [10, 10)", "1 y [20, )"],
  },
};

const corrections: Readonly<Record<string, Case>> = {
  "a change dated before the current row is put in its place": {
    options: byDate,
    runs: [
      [1, [1, "x", 1]],
      [10, [1, "z", 10]],
      [11, [1, "y", 5]],
    ],
    gives: ["1 x [1, 5)", "1 y [5, 10)", "1 z [10, )"],
  },
  "before all others too": {
    options: byDate,
    runs: [
      [9, [1, "x", 5]],
      [9, [1, "w", 2]],
    ],
    gives: ["1 w [2, 5)", "1 x [5, )"],
  },
  "on the date of a past version it takes its place": {
    options: byDate,
    runs: [
      [9, [1, "x", 1]],
      [9, [1, "z", 5]],
      [9, [1, "y", 1]],
    ],
    gives: ["1 x [1, 1)", "1 y [1, 5)", "1 z [5, )"],
  },
  "on the date of the current version it takes its place": {
    options: byDate,
    runs: [
      [9, [1, "x", 1]],
      [9, [1, "y", 1]],
    ],
    gives: ["1 x [1, 1)", "1 y [1, )"],
  },
  "what held then already is not said again": {
    options: byDate,
    runs: [
      [9, [1, "x", 1]],
      [9, [1, "y", 5]],
      [9, [1, "x", 3]],
    ],
    gives: ["1 x [1, 5)", "1 y [5, )"],
  },
  "a version that began earlier than known takes the place of the later row": {
    options: byDate,
    runs: [
      [9, [1, "x", 1]],
      [9, [1, "y", 5]],
      [9, [1, "y", 3]],
    ],
    gives: ["1 x [1, 3)", "1 y [3, )", "1 y [5, 5)"],
  },
  "within a deletion it ends with what follows": {
    options: { ...byDate, hard_deletes: "invalidate" },
    runs: [[1, [1, "x", 1]], [4], [9, [1, "z", 9]], [9, [1, "y", 6]]],
    gives: ["1 x [1, 4)", "1 y [6, 9)", "1 z [9, )"],
  },
  "before a deletion it ends with it": {
    options: { ...byDate, hard_deletes: "invalidate" },
    runs: [[1, [1, "x", 1]], [4], [9, [1, "z", 9]], [9, [1, "y", 3]]],
    gives: ["1 x [1, 3)", "1 y [3, 4)", "1 z [9, )"],
  },
  "the row of a deletion is no version to merge with": {
    options: { ...byDate, hard_deletes: "new_record" },
    runs: [[1, [1, "x", 1]], [6], [9, [1, "z", 9]], [9, [1, "y", 3]], [9, [1, "x", 4]]],
    gives: ["1 x [1, 3)", "1 y [3, 4)", "1 x [4, 6)", "1 x [6, 9) gone", "1 z [9, )"],
  },
  "a row that gave way does not count for when a key was gone": {
    options: { ...byDate, hard_deletes: "invalidate" },
    runs: [[1, [1, "x", 1]], [2, [1, "y", 20]], [3, [1, "y", 10]], [12], [15, [1, "z", 14]]],
    gives: ["1 x [1, 10)", "1 y [10, 12)", "1 z [14, )", "1 y [20, 20)"],
  },
  "by timestamp too, each later one once": {
    options: { key: "k", updated_at: "a", valid_from: { column: "d" } },
    runs: [
      [9, [1, "2024-01", 5]],
      [9, [1, "2024-03", 1]],
      [9, [1, "2024-02", 3]],
      [9, [1, "2024-03", 2]],
    ],
    gives: ["1 2024-03 [1, 5)", "1 2024-01 [5, )"],
  },
  "late rows of a feed by their updated_at, with the strategy check": {
    options: { ...check, updated_at: "d", strategy: "check", valid_from: "updated_at" },
    runs: [
      [9, [1, "x", 3]],
      [9, [1, "w", 1]],
    ],
    gives: ["1 w [1, 3)", "1 x [3, )"],
  },
};

describe.each([
  ["versions", versions],
  ["deletions", deletions],
  ["corrections", corrections],
])("%s", (_name, cases) => {
  it.each(Object.entries(cases))("%s", async (_title, { options, runs, gives }) => {
    expect(await history(options, runs)).toEqual(gives);
    // Whatever stands for no end, the history is the same.
    const closed = gives.map((row) => row.replace(", )", ", 364877)"));
    const order = (rows: readonly string[]) => [...rows].sort();
    const found = await history({ ...options, current: "3023-01-01" }, runs);
    expect(order(found)).toEqual(order(closed));
  });

  it.each(Object.entries(cases))("%s, and again: nothing", async (_title, { options, runs }) => {
    const twice = runs.flatMap((run): readonly Run[] => [run, run]);
    expect(await history(options, twice)).toEqual(await history(options, runs));
  });
});

describe("a version as recorded", () => {
  it("never changes but for an earlier end", async () => {
    const table = await SnapshotTable.create(warehouse, queryOf([]), {
      ...byDate,
      hard_deletes: "invalidate",
    });
    const runs: readonly Run[] = [
      [1, [1, "a", 1], [2, "a", 1]],
      [4, [2, "b", 4]],
      [7, [1, "c", 7], [2, "c", 2]],
      [9, [1, "b", 5], [2, "c", 1]],
      [9, [1, "c", 4], [2, "d", 9]],
    ];
    const recorded = "k, a, d, valid_from, valid_to";
    for (const [now, ...rows] of runs) {
      await warehouse.execute("create or replace table main.before as from main.history");
      await table.run(queryOf(rows), new Date(dayZero + now * 86_400_000));
      const lost = await table.query(
        `select ${recorded} from main.before as b where not exists (select 1 from main.history as h
           where h.k = b.k and h.a = b.a and h.d = b.d and h.valid_from = b.valid_from
             and (h.valid_to <= b.valid_to or b.valid_to is null))`,
      );
      expect(lost).toEqual([]);
    }
  });
});

describe("what a snapshot costs", () => {
  it.each<readonly [string, SnapshotOptions]>([
    ["now", { ...check, hard_deletes: "new_record" }],
    ["updated_at", { ...byTimestamp, hard_deletes: "invalidate" }],
    ["a column", { ...byDate, hard_deletes: "new_record" }],
    ["a column, by timestamp", { key: "k", updated_at: "a", valid_from: { column: "d" } }],
  ])("is no comparison of every row with every other: dated by %s", async (_name, options) => {
    const table = await SnapshotTable.create(warehouse, queryOf([]), options);
    const plan = await table.plan(queryOf([[1, "x", 1]]), new Date(dayZero));
    expect(plan).toContain("HASH_JOIN");
    expect(plan).not.toMatch(/NL_JOIN|NESTED_LOOP|IE_JOIN|PIECEWISE|CROSS_PRODUCT/);
  });

  it("is as many rows as keys changed, however many there are", async () => {
    const rows = (changed: number) =>
      `select k::int as k, case when k < ${changed} then 'new' else 'old' end as a from range(20000) r(k)`;
    const table = await SnapshotTable.create(warehouse, rows(0), {
      key: "k",
      hard_deletes: "invalidate",
    });
    const run = (query: string, day: number) =>
      table.run(query, new Date(dayZero + day * 86_400_000));
    expect(await run(rows(0), 1)).toEqual({
      keys: 20000,
      inserted: 20000,
      ended: 0,
      written: 20000,
    });
    expect(await run(rows(37), 2)).toEqual({ keys: 37, inserted: 37, ended: 37, written: 74 });
    expect(await run(rows(37), 3)).toEqual({ keys: 0, inserted: 0, ended: 0, written: 0 });
    expect(await run(`${rows(37)} where k <> 5`, 4)).toEqual({
      keys: 1,
      inserted: 0,
      ended: 1,
      written: 1,
    });
    expect(await table.query("select count(*)::int as n from main.history")).toEqual([
      { n: 20037 },
    ]);
  });
});

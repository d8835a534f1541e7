import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import type { SnapshotOptions } from "../../model/kind.js";
import { SnapshotTable } from "../../../test/snapshot-table.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await SnapshotTable.open();
});
afterAll(() => warehouse.close());

const first = new Date("2024-01-01T10:30:00Z");
const second = new Date("2024-01-02T10:30:00Z");

/** How many versions two values of a column make. */
async function versions(before: string, after: string): Promise<number> {
  const query = (value: string) => `select 1 as k, ${value} as v`;
  const table = await SnapshotTable.create(warehouse, query(before), { key: "k" });
  await table.run(query(before), first);
  await table.run(query(after), second);
  return (await table.rows()).length;
}

describe("a value", () => {
  it.each([
    ["NaN", "'nan'::double", "'nan'::double"],
    ["-0 and 0", "-0.0::double", "0.0::double"],
    ["null", "null::int", "null::int"],
    ["nulls within", "{'a': null::int, 'b': [1, null]}", "{'a': null::int, 'b': [1, null]}"],
    ["NaN within", "['nan'::double]", "['nan'::double]"],
    ["maps", "map {'a': null::int}", "map {'a': null::int}"],
    [
      "one instant in two zones",
      "timestamptz '2024-01-01 00:00:00+00'",
      "timestamptz '2024-01-01 02:00:00+02'",
    ],
    ["blobs", "'\\x00'::blob", "'\\x00'::blob"],
  ])("that is equal is no change: %s", async (_name, before, after) => {
    expect(await versions(before, after)).toBe(1);
  });

  it.each([
    ["NaN and a number", "'nan'::double", "1.0::double"],
    ["NaN and null", "'nan'::double", "null::double"],
    ["a field that was null", "{'a': null::int}", "{'a': 1}"],
    ["an element that was null", "[1, null]", "[1, 2]"],
    ["no list and an empty one", "null::int[]", "[]::int[]"],
    ["a value of a map", "map {'a': null::int}", "map {'a': 1}"],
    ["a microsecond", "timestamp '2024-01-01 00:00:00'", "timestamp '2024-01-01 00:00:00.000001'"],
    ["case and space", "'a'", "'A'"],
    ["a space at the end", "'a'", "'a '"],
    ["empty text and null", "''", "null::varchar"],
    ["a month and thirty days", "interval '1 month'", "interval '30 days'"],
  ])("that is not is a change: %s", async (_name, before, after) => {
    expect(await versions(before, after)).toBe(2);
  });
});

describe("valid_from", () => {
  it.each<readonly [string, Partial<SnapshotOptions>, string, string, string]>([
    ["now", {}, "date '2024-01-01'", "TIMESTAMP", "2024-01-02 10:30:00"],
    ["a date", { updated_at: "at" }, "date '2024-01-01'", "DATE", "2024-01-02"],
    [
      "a timestamp",
      { updated_at: "at" },
      "timestamp '2024-01-01 05:00:00'",
      "TIMESTAMP",
      "2024-01-02 10:30:00",
    ],
    [
      "a zoned one",
      { updated_at: "at" },
      "timestamptz '2024-01-01 05:00:00+00'",
      "TIMESTAMP WITH TIME ZONE",
      "2024-01-02 10:30:00+00",
    ],
    [
      "one of seconds",
      { updated_at: "at" },
      "timestamp_s '2024-01-01 05:00:00'",
      "TIMESTAMP_S",
      "2024-01-02 10:30:00",
    ],
  ])("has the type of what dates versions: %s", async (_name, options, value, type, ended) => {
    const query = `select 1 as k, ${value} as at`;
    for (const current of [undefined, "9999-12-31", "9999-12-31T23:59:59Z"]) {
      const table = await SnapshotTable.create(warehouse, query, {
        key: "k",
        hard_deletes: "invalidate",
        current,
        ...options,
      });
      const made = await warehouse.describe({ schema: "main", name: "history" });
      const validity = made?.columns.filter(({ name }) => name.startsWith("valid_"));
      expect(validity?.map((column) => column.type)).toEqual([type, type]);
      await table.run(query, first);
      expect(await table.run(query, first)).toMatchObject({ keys: 0 });
      await table.run(`${query} where false`, second);
      expect(await table.rows("valid_to::varchar as valid_to")).toEqual([{ valid_to: ended }]);
    }
  });

  it("may lie in the infinite past", async () => {
    const query = "select 1 as k, timestamp '-infinity' as at";
    const table = await SnapshotTable.create(warehouse, query, { key: "k", updated_at: "at" });
    await table.run(query, first);
    expect(await table.run(query, second)).toMatchObject({ keys: 0 });
    expect(await table.rows("valid_from::varchar as valid_from")).toEqual([
      { valid_from: "-infinity" },
    ]);
  });
});

describe("names", () => {
  it("may be any, and written in another case", async () => {
    const query = (value: number) =>
      `select 'x' as "Customer Id", 1 as "select", ${value} as "va""l", 0 as "Other"`;
    const table = await SnapshotTable.create(warehouse, query(1), {
      key: ["customer id", "SELECT"],
      columns: ['VA"L'],
    });
    await table.run(query(1), first);
    await table.run(query(2), second);
    expect(await table.rows('"va""l" as v, valid_to is null as is_current', "v")).toEqual([
      { v: 1, is_current: false },
      { v: 2, is_current: true },
    ]);
  });

  it("of the snapshot's own tables may be any too", async () => {
    const query = "select 1 as s, 2 as c, 3 as t, 4 as h, 5 as p, 6 as n";
    const options: SnapshotOptions = { key: ["s", "c", "t"], hard_deletes: "new_record" };
    const table = await SnapshotTable.create(warehouse, query, options);
    await table.run(query, first);
    await table.run(query.replace("4 as h", "7 as h"), second);
    expect(await table.rows("h", "h")).toEqual([{ h: 4 }, { h: 7 }]);
  });
});

describe("a query of keys only", () => {
  it("has versions by what is there and what is gone", async () => {
    const query = "select 1 as k";
    const table = await SnapshotTable.create(warehouse, query, {
      key: "k",
      hard_deletes: "new_record",
    });
    await table.run(query, first);
    expect(await table.run(query, second)).toMatchObject({ keys: 0 });
    expect(await table.run(`${query} where false`, second)).toMatchObject({ keys: 1, written: 2 });
    expect(await table.rows("is_deleted", "valid_from")).toEqual([
      { is_deleted: false },
      { is_deleted: true },
    ]);
  });
});

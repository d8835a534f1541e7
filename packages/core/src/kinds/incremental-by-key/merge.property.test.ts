import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { IncrementalByKeyOptions } from "../../model/kind.js";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import { columns, keyedEngine, text, type KeyedEngine } from "../../../test/keyed-engine.js";
import { mergeSteps } from "./merge-steps.js";

/** Merges against a naive model in memory: a map of rows by key. */
const described = columns("k INTEGER", "r VARCHAR", "day DATE", "v INTEGER", "gone BOOLEAN");
/** Days from 5 on are after `$now`. */
const now = new Date("2024-01-04T12:00:00Z");
const TODAY = 4;

interface Item {
  readonly k: number | null;
  readonly r: string | null;
  readonly day: number | null;
  readonly v: number | null;
  readonly gone: boolean | null;
}

interface Settings {
  readonly isComposite: boolean;
  /** `exact`: the order leaves no different rows first. */
  readonly order: "none" | "exact" | "loose";
  readonly hasUpdatedAt: boolean;
  readonly deletes: "ignore" | "missing" | "column";
}

const orders = { none: undefined, loose: "day desc", exact: "day desc, v, gone, k, r" } as const;

const items: fc.Arbitrary<Item> = fc.record({
  k: fc.constantFrom(1, 2, 3, null),
  r: fc.constantFrom("a", "b", null),
  day: fc.oneof({ weight: 30, arbitrary: fc.integer({ min: 1, max: 6 }) }, fc.constant(null)),
  v: fc.constantFrom(0, 1, null),
  gone: fc.constantFrom(true, false, null),
});
const settings: fc.Arbitrary<Settings> = fc.record({
  isComposite: fc.boolean(),
  order: fc.constantFrom("none", "exact", "exact", "loose"),
  hasUpdatedAt: fc.boolean(),
  deletes: fc.constantFrom("ignore", "missing", "column"),
});
const histories = settings.chain((setting) => {
  const key = (item: Item) => keyOf(item, setting);
  // Without an order most deltas have one row a key, or nearly all would be refused.
  const distinct = fc.uniqueArray(items, { selector: key, maxLength: 6 });
  const deltas = fc.oneof(distinct, fc.array(items, { maxLength: 6 }));
  return fc.tuple(fc.constant(setting), fc.array(deltas, { minLength: 1, maxLength: 4 }));
});

function optionsOf({
  isComposite,
  order,
  hasUpdatedAt,
  deletes,
}: Settings): IncrementalByKeyOptions {
  return {
    key: isComposite ? ["k", "r"] : "k",
    order: orders[order],
    updated_at: hasUpdatedAt ? "day" : undefined,
    deletes: deletes === "column" ? { column: "gone" } : deletes,
  };
}

function keyOf({ k, r }: Item, { isComposite }: Settings): string {
  return JSON.stringify(isComposite ? [k, r] : [k]);
}

/** As the engine sorts: nulls last. */
const ascending = <T extends number | string | boolean>(a: T | null, b: T | null) =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;

function compare(a: Item, b: Item, order: Settings["order"]): number {
  const byDay = a.day === null || b.day === null ? ascending(a.day, b.day) : b.day - a.day;
  if (order === "loose" || byDay !== 0) return byDay;
  const parts = (["v", "gone", "k", "r"] as const).map((name) => ascending(a[name], b[name]));
  return parts.find((part) => part !== 0) ?? 0;
}

const plain: Item = { k: 1, r: "a", day: 1, v: 0, gone: null };
const missing: Settings = {
  isComposite: false,
  order: "none",
  hasUpdatedAt: true,
  deletes: "missing",
};
/** Refusals that chance may not bring. */
const examples: [[Settings, Item[][]]][] = [
  [[missing, [[plain], []]]],
  [[missing, [[plain, { ...plain, k: null, day: null }]]]],
];

type Table = ReadonlyMap<string, Item>;

/** The naive merge: the next table, or the code it is refused with. */
function merged(table: Table, delta: readonly Item[], setting: Settings): Table | string {
  if (setting.hasUpdatedAt && delta.some(({ day }) => day === null)) return "RUN.TIME_NULL";
  const winners = new Map<string, Item>();
  const groups = new Map<string, Item[]>();
  for (const item of delta) {
    const key = keyOf(item, setting);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  for (const [key, rows] of groups) {
    if (rows.length > 1 && setting.order === "none") return "RUN.KEY_DUPLICATE";
    const [first, ...others] = [...rows].sort((a, b) => compare(a, b, setting.order));
    if (!first) continue;
    const isTied = others.some(
      (row) =>
        compare(first, row, setting.order) === 0 && JSON.stringify(row) !== JSON.stringify(first),
    );
    if (isTied) return "RUN.KEY_DUPLICATE";
    winners.set(key, first);
  }
  if (setting.deletes === "missing") {
    return delta.length === 0 && table.size > 0 ? "RUN.SOURCE_EMPTY" : winners;
  }
  const next = new Map(table);
  for (const [key, row] of winners) {
    const stored = table.get(key);
    const isStale =
      setting.hasUpdatedAt &&
      typeof stored?.day === "number" &&
      stored.day <= TODAY &&
      (row.day ?? 0) < stored.day;
    if (isStale) continue;
    if (setting.deletes === "column" && row.gone === true) next.delete(key);
    else next.set(key, row);
  }
  return next;
}

function changesOf(before: Table, after: Table) {
  const both = [...after].filter(([key]) => before.has(key));
  return {
    inserted: after.size - both.length,
    updated: both.filter(([key, row]) => JSON.stringify(row) !== JSON.stringify(before.get(key)))
      .length,
    deleted: before.size - both.length,
  };
}

const values = ({ k, r, day, v, gone }: Item) => [
  k,
  r,
  day === null ? null : `2024-01-0${day}`,
  v,
  gone,
];

describe("merges", () => {
  let engine: KeyedEngine;
  beforeAll(async () => {
    engine = await keyedEngine();
    return () => engine.warehouse.close();
  });

  async function merge(delta: readonly Item[], setting: Settings) {
    const { dialect } = engine.warehouse;
    await engine.table("s", described, delta.map(values));
    const steps = mergeSteps({
      target: { schema: "m", name: "t" },
      source: '"m"."s"',
      columns: described,
      options: optionsOf(setting),
      dialect,
      now,
    });
    try {
      return (await engine.apply(steps)).changes;
    } catch (error) {
      if (isSluiceError(error)) return error.code;
      throw error;
    }
  }

  it("leave the table as a naive model does, count what they change, and write nothing when repeated", async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(histories, async ([setting, deltas]) => {
        await engine.table("t", described);
        let table: Table = new Map();
        for (const delta of deltas) {
          const expected = merged(table, delta, setting);
          const found = await merge(delta, setting);
          const next = typeof expected === "string" ? table : expected;
          seen.add(typeof expected === "string" ? expected : "merged");
          expect(found).toEqual(typeof expected === "string" ? expected : changesOf(table, next));
          expect(await engine.content("t")).toEqual(text([...next.values()].map(values)));
          if (typeof expected !== "string") {
            const again = await merge(delta, setting);
            // A row of the future gives way to any row, but not to itself.
            expect(again).toEqual({ inserted: 0, updated: 0, deleted: 0 });
          }
          table = next;
        }
      }),
      { numRuns: 60, examples },
    );
    expect([...seen].sort()).toEqual([
      "RUN.KEY_DUPLICATE",
      "RUN.SOURCE_EMPTY",
      "RUN.TIME_NULL",
      "merged",
    ]);
  });

  it("give the same table however the rows are cut into runs, when `updated_at` tells the versions of a key apart", async () => {
    const versions = fc.uniqueArray(
      items.map((item) => ({ ...item, day: (item.day ?? 1) % TODAY })),
      { selector: ({ k, day }) => `${String(k)} ${day}`, maxLength: 10 },
    );
    const setting = {
      isComposite: false,
      order: "exact",
      hasUpdatedAt: true,
      deletes: "ignore",
    } as const;
    await fc.assert(
      fc.asyncProperty(versions, fc.array(fc.nat(3), { minLength: 10 }), async (rows, runs) => {
        const all = rows.map((item) => ({ ...item, day: item.day + 1 }));
        await engine.table("t", described);
        await merge(all, setting);
        const atOnce = await engine.content("t");
        await engine.table("t", described);
        for (let run = 0; run <= 3; run += 1) {
          await merge(
            all.filter((_, i) => runs[i] === run),
            setting,
          );
        }
        expect(await engine.content("t")).toEqual(atOnce);
      }),
      { numRuns: 20 },
    );
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Row, SqlValue } from "../../warehouse/values.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import type { SnapshotOptions } from "../../model/kind.js";
import { SnapshotModel, type ModelInput, type ModelOptions } from "../../../test/snapshot-model.js";
import { SnapshotTable } from "../../../test/snapshot-table.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await SnapshotTable.open();
});
afterAll(() => warehouse.close());

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);
const OPEN = "9999-12-31";

/** A day by its number, as text of a type. */
const dayText = (n: number) => new Date(START + n * DAY).toISOString().slice(0, 10);

const comparedSets: readonly ModelOptions["compared"][] = [["a", "b"], ["a"]];
const types = ["date", "timestamp", "timestamptz"] as const;

interface Case extends ModelOptions {
  readonly composite: boolean;
  readonly sentinel: boolean;
  readonly type: (typeof types)[number];
}

/** More of what has more to it: versions told by comparison, dated by a column, and keys that go. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    strategy: fc.constantFrom("timestamp", "check", "check"),
    compared: fc.constantFrom(...comparedSets),
    dated: fc.constantFrom("now", "updated", "effective", "effective"),
    deletes: fc.constantFrom("ignore", "invalidate", "invalidate", "new_record", "new_record"),
    composite: fc.boolean(),
    sentinel: fc.boolean(),
    type: fc.constantFrom(...types),
  })
  // By the time of the run validity is a timestamp, whatever the columns are.
  .map((given): Case => ({ ...given, type: given.dated === "now" ? "timestamp" : given.type }));

const letters = ["a", "b", "c", "d", "e", "f"];
const keys = letters.flatMap((letter) => [`${letter} x`, `${letter} y`]);

const input: fc.Arbitrary<ModelInput> = fc.record({
  key: fc.constantFrom(...keys),
  a: fc.constantFrom(null, 0, 1),
  b: fc.constantFrom(null, 0, -0, NaN),
  updated: fc.integer({ min: 0, max: 10 }),
  effective: fc.integer({ min: 0, max: 10 }),
});
const rows = fc.uniqueArray(input, {
  maxLength: keys.length,
  selector: ({ key }) => key,
  size: "max",
});

interface Step {
  readonly rows: readonly ModelInput[];
  readonly now: number;
  /** Days after which it is run again with the same rows. */
  readonly wait: number;
}

/** Runs in order, the clock now and then standing still or going back a little. */
const steps = fc
  .array(
    fc.record({
      rows,
      later: fc.integer({ min: -1, max: 3 }),
      wait: fc.nat(2),
    }),
    { minLength: 1, maxLength: 9, size: "max" },
  )
  .map((list) => {
    let now = 3;
    return list.map(({ later, ...step }): Step => ({ ...step, now: (now += later) }));
  });

function optionsOf(given: Case): SnapshotOptions {
  const { strategy, compared, dated, deletes, composite, sentinel } = given;
  return {
    key: composite ? ["k", "l"] : "k",
    strategy,
    updated_at: "updated",
    ...(strategy === "check" ? { columns: compared } : {}),
    valid_from:
      dated === "effective" ? { column: "effective" } : dated === "updated" ? "updated_at" : "now",
    hard_deletes: deletes,
    ...(sentinel ? { current: OPEN } : {}),
  };
}

function queryOf(rows: readonly ModelInput[], { composite, type }: Case): string {
  const number = (n: number | null) =>
    n === null ? "null" : `'${Object.is(n, -0) ? "-0.0" : String(n)}'`;
  const values = rows.map(({ key, a, b, updated, effective }) => {
    const [k, l] = composite ? key.split(" ") : [key, ""];
    return `('${k ?? ""}', '${l ?? ""}', ${number(a)}, ${number(b)}, '${dayText(updated)}', '${dayText(effective)}')`;
  });
  return (
    `select k::varchar as k, l::varchar as l, a::int as a, b::double as b, updated::${type} as updated, ` +
    `effective::${type} as effective from (values ` +
    `${["(null, null, null, null, null, null)", ...values].join(", ")}) as v(k, l, a, b, updated, effective) ` +
    `where k is not null`
  );
}

/** The content of a snapshot, one text a row, in any order. */
function render(row: Row): string {
  return Object.values(row).map(cell).join(" ");
}

function cell(value: SqlValue): string {
  if (typeof value !== "number") return JSON.stringify(value);
  return Object.is(value, -0) ? "-0" : value.toString();
}

const content = `trim(k || ' ' || l) as key, a, b, updated::date as updated, effective::date as effective,
  valid_from::date as valid_from, coalesce(nullif(valid_to::date, date '${OPEN}')::varchar, 'open') as valid_to`;

async function contentOf(table: SnapshotTable, given: Case): Promise<readonly string[]> {
  const deleted = given.deletes === "new_record" ? "is_deleted" : "false as is_deleted";
  const rows = await table.query(`select ${content}, ${deleted} from main.history`);
  return rows.map(render).sort();
}

function modelContent(model: SnapshotModel): readonly string[] {
  return model
    .rows()
    .map(({ key, a, b, updated, effective, from, to, deleted }) =>
      render({
        key,
        a,
        b,
        updated: dayText(updated),
        effective: dayText(effective),
        from: dayText(from),
        to: to === undefined ? "open" : dayText(to),
        deleted,
      }),
    )
    .sort();
}

/** Pairs of rows of one key that hold at the same time; two current rows of a key are such a pair. */
const overlaps = `select count(y.k)::int as overlaps, coalesce(count_if(x.valid_to < x.valid_from), 0)::int as reversed from
  (select *, row_number() over () as row from main.history) as x
  left join (select *, row_number() over () as row from main.history) as y
    on x.k = y.k and x.l = y.l and x.row < y.row
    and x.valid_from < coalesce(y.valid_to, '${OPEN}') and y.valid_from < coalesce(x.valid_to, '${OPEN}')
    and x.valid_from < coalesce(x.valid_to, '${OPEN}') and y.valid_from < coalesce(y.valid_to, '${OPEN}')`;

describe("a snapshot", () => {
  it("holds after every run what the naive model holds, and nothing more is written by a second one", async () => {
    await fc.assert(
      fc.asyncProperty(cases, steps, async (given, runs) => {
        const model = new SnapshotModel(given);
        const table = await SnapshotTable.create(warehouse, queryOf([], given), optionsOf(given));
        let before: readonly string[] = [];
        for (const { rows, now, wait } of runs) {
          const query = queryOf(rows, given);
          const run = await table.run(query, new Date(START + now * DAY));
          model.step(rows, now);
          const after = await contentOf(table, given);
          expect(after).toEqual(modelContent(model));
          expect(run.keys === 0).toBe(before.join() === after.join());
          expect(run.written).toBe(run.inserted + run.ended);
          expect(await table.query(overlaps)).toEqual([{ overlaps: 0, reversed: 0 }]);
          const again = await table.run(query, new Date(START + (now + wait) * DAY));
          expect(again).toMatchObject({ keys: 0, written: 0 });
          before = after;
        }
        expect(await contentOf(table, given)).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  it("tells of every past run what its query gave, as long as the clock goes on", async () => {
    const runs = fc.array(rows, {
      minLength: 1,
      maxLength: 5,
      size: "max",
    });
    const deletes = fc.constantFrom("invalidate", "new_record");
    await fc.assert(
      fc.asyncProperty(runs, deletes, fc.boolean(), async (list, hard_deletes, sentinel) => {
        const given = { composite: true, type: "timestamp" } as Case;
        const table = await SnapshotTable.create(warehouse, queryOf([], given), {
          key: ["k", "l"],
          hard_deletes,
          ...(sentinel ? { current: OPEN } : {}),
        });
        for (const [i, rows] of list.entries())
          await table.run(queryOf(rows, given), new Date(START + i * DAY));
        for (const [i, rows] of list.entries()) {
          const there = hard_deletes === "new_record" ? "and not is_deleted" : "";
          const found = await table.query(
            `select k || ' ' || l as key, a, b + 0 as b from main.history where valid_from <= '${dayText(i)}'
             and ('${dayText(i)}' < valid_to or valid_to is null) ${there} order by key`,
          );
          // -0 and 0 are no change, so that either may be told of both.
          const asked = rows.map(({ key, a, b }) => ({ key, a, b: b === null ? null : b + 0 }));
          asked.sort((x, y) => (x.key < y.key ? -1 : 1));
          expect(found.map(render)).toEqual(asked.map(render));
        }
      }),
      { numRuns: 20 },
    );
  });
});

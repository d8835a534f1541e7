import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { columns, keyedEngine, text, type KeyedEngine } from "../../../test/keyed-engine.js";
import { appendSteps } from "./append-steps.js";
import { sinceLiteral, sinceQuery } from "../keyed/since.js";

/** A log to which rows are added, read with `ts >= $since` or whole, by runs at different times. */
const described = columns("ts TIMESTAMP", "v INTEGER", "w VARCHAR");

interface Item {
  /** Minutes since the start of the day. */
  readonly ts: number;
  readonly v: number | null;
  readonly w: string | null;
}

interface Run {
  readonly added: readonly Item[];
  readonly now: number;
}

const moment = (minutes: number) => new Date(Date.UTC(2024, 0, 1, 0, minutes));
const values = ({ ts, v, w }: Item) => [
  moment(ts).toISOString().replace("T", " ").slice(0, 19),
  v,
  w,
];
const item = (ts: fc.Arbitrary<number>): fc.Arbitrary<Item> =>
  fc.record({ ts, v: fc.constantFrom(1, 2, null), w: fc.constantFrom("x", null) });
const runsOf = (ts: fc.Arbitrary<number>): fc.Arbitrary<readonly Run[]> =>
  fc.array(fc.record({ added: fc.array(item(ts), { maxLength: 5 }), now: fc.nat(8) }), {
    minLength: 1,
    maxLength: 4,
  });

describe("appends by time", () => {
  let engine: KeyedEngine;
  beforeAll(async () => {
    engine = await keyedEngine();
    return () => engine.warehouse.close();
  });
  const target = { schema: "m", name: "t" };

  /** One run over the log as it is; gives how many rows were added. */
  async function append(log: readonly Item[], at: number, readsAll: boolean): Promise<number> {
    const { dialect } = engine.warehouse;
    const now = moment(at);
    const [column] = described;
    if (!column) return 0;
    const [row] = await engine.rows(sinceQuery({ target, column, dialect, now }));
    const since = sinceLiteral(column.type, row?.["since"] ?? null, dialect);
    await engine.table("log", described, log.map(values));
    await engine.warehouse.execute(
      `create or replace table m.s as from m.log where ${readsAll ? "true" : `ts >= ${since}`}`,
    );
    const { changes } = await engine.apply(
      appendSteps({
        target,
        source: '"m"."s"',
        columns: described,
        options: { time: "ts" },
        dialect,
        now,
      }),
    );
    expect(changes).toEqual({ inserted: changes.inserted, updated: 0, deleted: 0 });
    return changes.inserted;
  }

  it("have every row that is due exactly once, where rows are added in order of time", async () => {
    await fc.assert(
      fc.asyncProperty(runsOf(fc.nat(1)), fc.boolean(), async (runs, readsAll) => {
        await engine.table("t", described);
        const log: Item[] = [];
        let [last, now] = [0, 0];
        for (const run of runs) {
          // Each row is as late as the one before it, or a minute later.
          for (const added of run.added) log.push({ ...added, ts: (last += added.ts) });
          now = Math.max(now, run.now);
          const before = await engine.content("t");
          const inserted = await append(log, now, readsAll);
          const due = log.filter(({ ts }) => ts <= now).map(values);
          expect(await engine.content("t")).toEqual(text(due));
          expect(inserted).toBe(due.length - before.length);
          expect(await append(log, now, readsAll)).toBe(0);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("leave out only rows that came after later ones, whatever the order", async () => {
    await fc.assert(
      fc.asyncProperty(runsOf(fc.nat(6)), fc.boolean(), async (runs, readsAll) => {
        await engine.table("t", described);
        const log: Item[] = [];
        let taken: readonly Item[] = [];
        for (const { added, now } of runs) {
          const greatest = Math.max(-1, ...taken.map(({ ts }) => ts));
          const known = new Set(taken);
          log.push(...added);
          taken = [
            ...taken,
            ...log
              .filter((row) => !known.has(row) && row.ts >= greatest)
              .filter(({ ts }) => ts <= now || ts === greatest),
          ];
          await append(log, now, readsAll);
          expect(await engine.content("t")).toEqual(text(taken.map(values)));
        }
      }),
      { numRuns: 25 },
    );
  });
});

import type { Dialect } from "../warehouse/dialect.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { intervalSet, type Interval, type IntervalSet } from "../time/intervals/interval-set.js";
import { instant, text } from "./state-rows.js";
import { stateRelation } from "./state-tables.js";

/** Computed time by physical relation, merged: batches that ran side by side each left a row. */
export async function readIntervals(
  runner: SqlRunner,
  dialect: Dialect,
): Promise<ReadonlyMap<string, IntervalSet>> {
  const ranges = new Map<string, Interval[]>();
  const sql = `select physical, start_at, end_at from ${dialect.relation(stateRelation("intervals"))}`;
  for await (const row of runner.query(sql)) {
    const physical = text(row, "physical");
    const known = ranges.get(physical) ?? [];
    ranges.set(physical, known);
    known.push({ start: instant(row, "start_at"), end: instant(row, "end_at") });
  }
  return new Map([...ranges].map(([physical, rows]) => [physical, intervalSet(rows)]));
}

/** Rows of the state for computed time of a relation. */
export function intervalRows(physical: string, done: IntervalSet, runId: string) {
  return done.map(({ start, end }) => ({
    physical,
    start_at: new Date(start),
    end_at: new Date(end),
    run_id: runId,
  }));
}

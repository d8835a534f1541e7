import { duckdb } from "@sluice/adapter-duckdb";
import type { Row } from "../../src/warehouse/values.js";
import type { SqlRunner } from "../../src/warehouse/warehouse-adapter.js";
import type { IntervalSet } from "../../src/time/intervals/interval-set.js";
import { readIntervals } from "../../src/state/interval-rows.js";
import { collect, type TestProject } from "../project.js";

/** Everything a warehouse holds that must not depend on how a run went: no times, no ids of runs. */
export interface WarehouseContent {
  /** Rows by relation: what readers see, and every physical relation. */
  readonly relations: Readonly<Record<string, readonly Row[]>>;
  /** Rows of the state by table. */
  readonly state: Readonly<Record<string, readonly Row[]>>;
  /** Computed time by relation, merged: how many rows it is recorded in depends on how a run went. */
  readonly intervals: Readonly<Record<string, IntervalSet>>;
}

const { dialect } = duckdb({ path: ":memory:" });

const state = {
  // The sequence counts changes: a run that was killed between two of them counts otherwise.
  meta: "key, case when key <> 'sequence' and key not like '%_left' then value end as value",
  model_versions:
    "model, fingerprint, definition_fingerprint, metadata_fingerprint, generation, physical, relation, status, row_count, columns, query",
  ticks: "environment, model, tick, cron",
  environments:
    "environment, model, view_schema, view_name, physical, fingerprint, metadata_fingerprint",
} as const;

const journals = [
  "intervals",
  "runs",
  "node_results",
  "check_results",
  "promotions",
  "environment_settings",
];

/** Reads a whole warehouse, past Sluice. */
export function warehouseContent(project: TestProject): Promise<WarehouseContent> {
  return project.raw(async (runner) => {
    const own = [...Object.keys(state), ...journals].map((name) => `_sluice.${name}`);
    const names = await relationNames(runner);
    const relations = names.filter((name) => !own.includes(name));
    const kept = Object.entries(state).filter(([name]) => names.includes(`_sluice.${name}`));
    return {
      relations: await contents(runner, relations),
      state: Object.fromEntries(
        await inTurn(kept, async ([name, columns]) => [
          name,
          await rows(runner, `select ${columns} from _sluice.${name} order by all`),
        ]),
      ),
      intervals: names.includes("_sluice.intervals")
        ? Object.fromEntries(await readIntervals(runner, dialect))
        : {},
    };
  });
}

/** Rows of every relation that readers see, by name. */
export function readersContent(project: TestProject): Promise<WarehouseContent["relations"]> {
  return project.raw(async (runner) => {
    const names = await relationNames(runner);
    return contents(
      runner,
      names.filter((name) => !name.startsWith("_sluice.")),
    );
  });
}

async function relationNames(runner: SqlRunner): Promise<readonly string[]> {
  const found = await collect(
    runner.query<{
      name: string;
    }>(`select table_schema || '.' || table_name as name from information_schema.tables
     where table_catalog = current_database() order by 1`),
  );
  return found.map((row) => row.name);
}

async function contents(runner: SqlRunner, names: readonly string[]) {
  return Object.fromEntries(
    await inTurn(names, async (name) => [
      name,
      await rows(runner, `select * from ${name} order by all`),
    ]),
  );
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

function rows(runner: SqlRunner, sql: string): Promise<readonly Row[]> {
  return collect(runner.query(sql));
}

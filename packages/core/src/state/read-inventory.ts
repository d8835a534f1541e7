import type { Dialect } from "../warehouse/dialect.js";
import type { Row } from "../warehouse/values.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { PRODUCTION } from "../model/names.js";
import type {
  EnvironmentRecord,
  Inventory,
  LoggedModel,
  EnvironmentModel,
  StoredVersion,
} from "./inventory.js";
import {
  instant,
  publishedColumns,
  text,
  toPublished,
  toVersion,
  versionColumns,
} from "./state-rows.js";
import type { PublishedModel } from "./state-store.js";
import { currentMeta, sequenceOf, stateLayout, type StateMeta } from "./state-layout.js";
import { stateRelation, type StateTable } from "./state-tables.js";
import { listed } from "./state-writer.js";

/** Where the tables of the state are read. */
interface Reading {
  readonly runner: SqlRunner;
  readonly dialect: Dialect;
}

/** Everything that decides what a warehouse may lose. Empty where there is no state. Raises `STATE.OLDER`. */
export async function readInventory(from: Reading): Promise<Inventory> {
  const meta = await currentMeta(from.runner, from.dialect);
  if (!meta) return emptyInventory;
  const published = `select ${publishedColumns.join(", ")} from ${table("environments", from)}`;
  const runs = `select started_at from ${table("runs", from)}`;
  return {
    versions: await readVersions(from),
    published: await rowsOf(published, toEnvironmentModel, from),
    log: await readLog(from),
    environments: await readEnvironments(from),
    layoutsLeft: layoutsLeft(meta),
    runs: await rowsOf(runs, (row) => instant(row, "started_at"), from),
    sequence: sequenceOf(meta),
  };
}

/** Environments by name, `prod` first. */
export async function readEnvironments(from: Reading): Promise<readonly EnvironmentRecord[]> {
  if (!(await currentMeta(from.runner, from.dialect))) return [];
  const sql = `select coalesce(e.environment, s.environment) as name, coalesce(e.models, 0) as models, e.promoted_at, s.created_at, s.expires_at
      from (select environment, count(*) as models, max(promoted_at) as promoted_at from ${table("environments", from)} group by environment) e
      full join ${table("environment_settings", from)} s on s.environment = e.environment
      order by 1`;
  const found = await rowsOf(sql, toEnvironment, from);
  const isProduction = ({ name }: EnvironmentRecord) => name === PRODUCTION;
  return [...found.filter(isProduction), ...found.filter((one) => !isProduction(one))];
}

/** Views of some models that an environment publishes; none where there is no state yet. */
export async function readViews(
  environment: string,
  models: readonly string[],
  from: Reading,
): Promise<ReadonlyMap<string, PublishedModel>> {
  const { runner, dialect } = from;
  if (models.length === 0 || (await stateLayout(runner, dialect)) === undefined) return new Map();
  const own = `environment = ${dialect.literal(environment)} and ${listed("model", models, dialect)}`;
  const sql = `select ${publishedColumns.join(", ")} from ${table("environments", from)} where ${own}`;
  return new Map((await rowsOf(sql, toPublished, from)).map((one) => [one.model, one]));
}

/** The log of promotions, of one environment or of all. */
export function readLog(from: Reading, environment?: string): Promise<readonly LoggedModel[]> {
  const columns = [...publishedColumns, "sequence", "run_id", "promoted_at"].join(", ");
  const own =
    environment === undefined ? "" : `where environment = ${from.dialect.literal(environment)} `;
  const sql = `select ${columns} from ${table("promotions", from)} ${own}order by sequence`;
  return rowsOf(sql, toLogged, from);
}

/** All versions, with what retention needs of them. */
export function readVersions(from: Reading): Promise<readonly StoredVersion[]> {
  const columns = [...versionColumns, "reads", "built_at", "changed_at", "removed_at"];
  const sql = `select ${columns.join(", ")} from ${table("model_versions", from)}`;
  return rowsOf(sql, toStored, from);
}

async function rowsOf<T>(
  sql: string,
  read: (row: Row) => T,
  { runner }: Reading,
): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const row of runner.query(sql)) found.push(read(row));
  return found;
}

function table(name: StateTable, { dialect }: Reading): string {
  return dialect.relation(stateRelation(name));
}

/** Layouts that were left, and when: their copies are as old as that. */
function layoutsLeft(meta: StateMeta): ReadonlyMap<number, number> {
  const left = [...meta].filter(([key]) => /^state_.*left$/.test(key));
  return new Map(left.map(([key, at]) => [Number(key.split("_")[1]), Date.parse(at)]));
}

function toEnvironmentModel(row: Row): EnvironmentModel {
  return { ...toPublished(row), environment: text(row, "environment") };
}

function toLogged(row: Row): LoggedModel {
  return {
    ...toEnvironmentModel(row),
    sequence: Number(row["sequence"]),
    physical: text(row, "physical") || undefined,
    runId: text(row, "run_id"),
    at: instant(row, "promoted_at"),
  };
}

function toEnvironment(row: Row): EnvironmentRecord {
  return {
    name: text(row, "name"),
    models: Number(row["models"]),
    createdAt: optionalInstant(row, "created_at"),
    promotedAt: optionalInstant(row, "promoted_at"),
    expiresAt: optionalInstant(row, "expires_at"),
  };
}

function toStored(row: Row): StoredVersion {
  const version = toVersion(row);
  // A table has rows of its own: it needs nothing of what it was computed from.
  const reads = version.relation === "view" ? text(row, "reads") : "";
  return {
    ...version,
    reads: reads === "" ? undefined : (JSON.parse(reads) as readonly string[]),
    builtAt: instant(row, "built_at"),
    changedAt: optionalInstant(row, "changed_at"),
    removedAt: optionalInstant(row, "removed_at"),
  };
}

function optionalInstant(row: Row, column: string): number | undefined {
  return text(row, column) === "" ? undefined : instant(row, column);
}

const emptyInventory: Inventory = {
  versions: [],
  published: [],
  log: [],
  environments: [],
  layoutsLeft: new Map(),
  runs: [],
  sequence: 0,
};

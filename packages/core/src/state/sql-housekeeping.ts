import type { Dialect } from "../warehouse/dialect.js";
import type { Row } from "../warehouse/values.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { runStatements } from "../warehouse/run-statements.js";
import { PRODUCTION } from "../model/names.js";
import { setLifetime } from "./environment-settings.js";
import type {
  EnvironmentRecord,
  ForgottenVersions,
  Housekeeping,
  Inventory,
  LoggedModel,
  ShownModel,
  StoredVersion,
} from "./housekeeping.js";
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

/** Housekeeping in the state tables of the warehouse. */
export class SqlHousekeeping implements Housekeeping {
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  layout(runner: SqlRunner): Promise<number | undefined> {
    return stateLayout(runner, this.#dialect);
  }

  async inventory(runner: SqlRunner): Promise<Inventory> {
    const meta = await currentMeta(runner, this.#dialect);
    if (!meta) return emptyInventory;
    const published = publishedColumns.join(", ");
    return {
      versions: await this.#versions(runner),
      shown: await this.#rows(
        runner,
        `select ${published} from ${this.#table("environments")}`,
        toShown,
      ),
      log: await this.#log(runner, ""),
      environments: await this.environments(runner),
      layoutsLeft: layoutsLeft(meta),
      runs: await this.#rows(runner, `select started_at from ${this.#table("runs")}`, (row) =>
        instant(row, "started_at"),
      ),
      sequence: sequenceOf(meta),
    };
  }

  async environments(runner: SqlRunner): Promise<readonly EnvironmentRecord[]> {
    if (!(await currentMeta(runner, this.#dialect))) return [];
    const found = await this.#rows(
      runner,
      `select coalesce(e.environment, s.environment) as name, coalesce(e.models, 0) as models, e.promoted_at, s.created_at, s.expires_at
      from (select environment, count(*) as models, max(promoted_at) as promoted_at from ${this.#table("environments")} group by environment) e
      full join ${this.#table("environment_settings")} s on s.environment = e.environment
      order by 1`,
      toEnvironment,
    );
    const isProduction = ({ name }: EnvironmentRecord) => name === PRODUCTION;
    return [...found.filter(isProduction), ...found.filter((one) => !isProduction(one))];
  }

  async shownViews(
    runner: SqlRunner,
    environment: string,
    models: readonly string[],
  ): Promise<ReadonlyMap<string, PublishedModel>> {
    if (models.length === 0 || (await this.layout(runner)) === undefined) return new Map();
    const where = `environment = ${this.#dialect.literal(environment)} and model in (${this.#list(models)})`;
    const shown = await this.#rows(
      runner,
      `select ${publishedColumns.join(", ")} from ${this.#table("environments")} where ${where}`,
      toPublished,
    );
    return new Map(shown.map((one) => [one.model, one]));
  }

  log(runner: SqlRunner, environment: string): Promise<readonly LoggedModel[]> {
    return this.#log(runner, `where environment = ${this.#dialect.literal(environment)}`);
  }

  async versions(runner: SqlRunner): Promise<ReadonlyMap<string, StoredVersion>> {
    return new Map((await this.#versions(runner)).map((version) => [version.physical, version]));
  }

  #versions(runner: SqlRunner): Promise<readonly StoredVersion[]> {
    const columns = [...versionColumns, "reads", "built_at", "changed_at", "removed_at"];
    return this.#rows(
      runner,
      `select ${columns.join(", ")} from ${this.#table("model_versions")}`,
      toStored,
    );
  }

  setLifetime(
    runner: SqlRunner,
    environment: string,
    set: { readonly lifetimeMs: number | null; readonly now: Date },
  ): Promise<void> {
    return setLifetime(runner, { dialect: this.#dialect, environment, ...set });
  }

  async removeEnvironment(runner: SqlRunner, environment: string): Promise<void> {
    const where = `environment = ${this.#dialect.literal(environment)}`;
    for (const table of ["environments", "promotions", "environment_settings", "ticks"] as const)
      await this.#deleteWhere(runner, table, where);
  }

  async removeVersions(runner: SqlRunner, { forget, retire }: ForgottenVersions): Promise<void> {
    const all = [...forget, ...retire];
    if (forget.length > 0)
      await this.#deleteWhere(runner, "model_versions", `physical in (${this.#list(forget)})`);
    if (retire.length > 0) {
      const set = {
        removed_at: this.#time(new Date()),
        columns: "null",
        query: "null",
        reads: "null",
      };
      const retired = `physical in (${this.#list(retire)})`;
      await runner.execute(
        this.#dialect.updateWhere(stateRelation("model_versions"), set, retired),
      );
    }
    if (all.length === 0) return;
    for (const table of ["intervals", "input_hashes"] as const)
      await this.#deleteWhere(runner, table, `physical in (${this.#list(all)})`);
  }

  async removeRuns(runner: SqlRunner, before: Date): Promise<void> {
    const isOld = `started_at < ${this.#time(before)}`;
    const old = `select run_id from ${this.#table("runs")} where ${isOld}`;
    for (const table of ["node_results", "check_results"] as const)
      await this.#deleteWhere(runner, table, `run_id in (${old})`);
    await this.#deleteWhere(runner, "runs", isOld);
  }

  async foldLog(runner: SqlRunner, environment: string, first: number): Promise<void> {
    const dialect = this.#dialect;
    const log = stateRelation("promotions");
    const sequence = dialect.literal(first);
    const env = `environment = ${dialect.literal(environment)}`;
    const isEarlier = `${env} and sequence < ${sequence}`;
    const replaced = dialect.deleteMatched(log, {
      alias: "old",
      from: `${dialect.relation(log)} as newer`,
      match:
        `old.${env} and newer.${env} and old.model = newer.model ` +
        `and old.sequence < newer.sequence and newer.sequence <= ${sequence}`,
    });
    await runStatements(runner, [
      replaced,
      dialect.deleteWhere(log, `${isEarlier} and physical is null`),
      dialect.updateWhere(log, { sequence }, isEarlier),
    ]);
  }

  #log(runner: SqlRunner, where: string): Promise<readonly LoggedModel[]> {
    const columns = [...publishedColumns, "sequence", "run_id", "promoted_at"].join(", ");
    return this.#rows(
      runner,
      `select ${columns} from ${this.#table("promotions")} ${where} order by sequence`,
      toLogged,
    );
  }

  async #rows<T>(runner: SqlRunner, sql: string, read: (row: Row) => T): Promise<readonly T[]> {
    const found: T[] = [];
    for await (const row of runner.query(sql)) found.push(read(row));
    return found;
  }

  async #deleteWhere(runner: SqlRunner, table: StateTable, predicate: string): Promise<void> {
    await runner.execute(this.#dialect.deleteWhere(stateRelation(table), predicate));
  }

  #table(name: StateTable): string {
    return this.#dialect.relation(stateRelation(name));
  }

  #list(values: readonly string[]): string {
    return values.map((value) => this.#dialect.literal(value)).join(", ");
  }

  #time(at: Date): string {
    return this.#dialect.literal(at, this.#dialect.typeFor("timestamp"));
  }
}

/** Layouts that were left, and when: their copies are as old as that. */
function layoutsLeft(meta: StateMeta): ReadonlyMap<number, number> {
  const left = [...meta].filter(([key]) => /^state_.*left$/.test(key));
  return new Map(left.map(([key, at]) => [Number(key.split("_")[1]), Date.parse(at)]));
}

function toShown(row: Row): ShownModel {
  return { ...toPublished(row), environment: text(row, "environment") };
}

function toLogged(row: Row): LoggedModel {
  return {
    ...toShown(row),
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
  shown: [],
  log: [],
  environments: [],
  layoutsLeft: new Map(),
  runs: [],
  sequence: 0,
};

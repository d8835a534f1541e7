import type { Dialect } from "../warehouse/dialect.js";
import type { Row } from "../warehouse/values.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { runStatements } from "../warehouse/run-statements.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import type { Interval, IntervalSet } from "../time/intervals/interval-set.js";
import { changesState, type RunRecord } from "./run-record.js";
import { renewEnvironment } from "./environment-settings.js";
import { SqlInputHashes } from "./input-hash-rows.js";
import { intervalRows, readIntervals } from "./interval-rows.js";
import { migrateState } from "./migrate-state.js";
import { claimed, ownerStatements } from "./owner.js";
import { promotionRows } from "./promotion-rows.js";
import { readHistory } from "./read-history.js";
import { readPublished } from "./read-published.js";
import { readReads } from "./read-reads.js";
import { readShowing } from "./read-showing.js";
import {
  createState,
  currentMeta,
  layoutOf,
  readMeta,
  SEQUENCE,
  sequenceOf,
  stateLayout,
  STATE_SCHEMA,
} from "./state-layout.js";
import { checkRow, text, toJson, toVersion, versionColumns, versionRow } from "./state-rows.js";
import type {
  Claim,
  InputComparison,
  ModelVersion,
  Promotion,
  RunEnd,
  StateSnapshot,
  StateStore,
  StateWarehouse,
  VersionChange,
  VersionText,
} from "./state-store.js";
import { changeSql, comparisonSql, restatingSql } from "./version-sql.js";
import type { AppliedCron } from "./applied-cron.js";
import { readTicks, tickStatements } from "./tick-rows.js";
import { stateRelation, type StateColumn, type StateRow, type StateTable } from "./state-tables.js";
import { writeRows } from "./write-rows.js";

/** State in tables of the warehouse itself, so that it shares the transactions of the data. */
export class SqlStateStore implements StateStore {
  readonly inputHashes: SqlInputHashes;
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.inputHashes = new SqlInputHashes(dialect);
  }

  async ensure(warehouse: StateWarehouse, claim: Claim): Promise<void> {
    const meta = await readMeta(warehouse, this.#dialect);
    const owner = claimed(meta, claim);
    const owned = ownerStatements(claim.project.name, { owner, dialect: this.#dialect });
    if (meta) {
      const from = layoutOf(meta);
      if (from < STATE_SCHEMA)
        await migrateState(warehouse, { from, to: STATE_SCHEMA, dialect: this.#dialect });
      for (const statement of owned) await warehouse.execute(statement);
      return;
    }
    const statements = [...createState(this.#dialect), ...owned];
    await warehouse.transaction(async (tx) => {
      await runStatements(tx, statements);
      failpoint("state.created");
    });
  }

  async read(
    runner: SqlRunner,
    environment: string,
    schemas: readonly string[] = [],
  ): Promise<StateSnapshot> {
    const meta = await currentMeta(runner, this.#dialect);
    if (!meta) return emptyState;
    const versions = new Map<string, Map<string, ModelVersion>>();
    const relations = new Map<string, ModelVersion[]>();
    for await (const row of this.#select(runner, "model_versions", versionColumns)) {
      const version = toVersion(row);
      const sharing = relations.get(version.physical);
      if (sharing) sharing.push(version);
      else relations.set(version.physical, [version]);
      const known = versions.get(version.model) ?? new Map<string, ModelVersion>();
      versions.set(version.model, known);
      if ((known.get(version.fingerprint)?.generation ?? 0) < version.generation) {
        known.set(version.fingerprint, version);
      }
    }
    return {
      versions,
      relations,
      ...(await readPublished(runner, { dialect: this.#dialect, environment, schemas })),
      intervals: await readIntervals(runner, this.#dialect),
      sequence: sequenceOf(meta),
    };
  }

  async environments(runner: SqlRunner): Promise<readonly string[]> {
    if ((await stateLayout(runner, this.#dialect)) === undefined) return [];
    const names: string[] = [];
    const sql = `select distinct environment from ${this.#table("environments")} order by 1`;
    for await (const row of runner.query(sql)) names.push(text(row, "environment"));
    return names;
  }

  showing(
    runner: SqlRunner,
    physical: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    return readShowing(runner, physical, this.#dialect);
  }

  async startRun(
    runner: SqlRunner,
    run: Pick<RunRecord, "runId" | "command" | "environment" | "startedAt">,
  ): Promise<void> {
    await this.#insert(runner, "runs", [
      {
        run_id: run.runId,
        command: run.command,
        environment: run.environment,
        started_at: new Date(run.startedAt),
        finished_at: null,
        status: "running",
        summary: null,
      },
    ]);
  }

  async recordVersion(
    runner: SqlRunner,
    version: ModelVersion & Partial<VersionText>,
    runId: string,
  ): Promise<void> {
    await this.#insert(runner, "model_versions", [versionRow(version, runId)]);
  }

  async markRestating(runner: SqlRunner, physical: readonly string[]): Promise<void> {
    if (physical.length > 0) await runner.execute(restatingSql(physical, this.#dialect));
  }

  async changeVersion(runner: SqlRunner, physical: string, change: VersionChange): Promise<void> {
    await runner.execute(changeSql(physical, change, this.#dialect));
  }

  async recordComparison(
    runner: SqlRunner,
    physical: string,
    comparison: InputComparison,
  ): Promise<void> {
    await runner.execute(comparisonSql(physical, comparison, this.#dialect));
  }

  async versionTexts(
    runner: SqlRunner,
    physical: readonly string[],
  ): Promise<ReadonlyMap<string, VersionText>> {
    const texts = new Map<string, VersionText>();
    if (physical.length === 0) return texts;
    const list = physical.map((name) => this.#dialect.literal(name)).join(", ");
    const sql = `select physical, columns, query, options_fingerprint from ${this.#table("model_versions")} where columns is not null and physical in (${list}) order by built_at`;
    for await (const row of runner.query(sql)) {
      texts.set(text(row, "physical"), {
        columns: JSON.parse(text(row, "columns")) as VersionText["columns"],
        query: text(row, "query") || undefined,
        options: text(row, "options_fingerprint"),
      });
    }
    return texts;
  }

  readRelations(runner: SqlRunner): Promise<ReadonlyMap<string, readonly string[]>> {
    return readReads(runner, this.#dialect);
  }

  addInterval(
    runner: SqlRunner,
    physical: string,
    { interval, runId }: { readonly interval: Interval; readonly runId: string },
  ): Promise<void> {
    return this.#insert(runner, "intervals", intervalRows(physical, [interval], runId));
  }

  async setIntervals(
    runner: SqlRunner,
    done: ReadonlyMap<string, IntervalSet>,
    runId: string,
  ): Promise<void> {
    await this.#deleteWhere(runner, "intervals", "physical", [...done.keys()]);
    const rows = [...done].flatMap(([physical, set]) => intervalRows(physical, set, runId));
    await this.#insert(runner, "intervals", rows);
  }

  async settleVersion(
    runner: SqlRunner,
    physical: string,
    verdict: "built" | "failed",
  ): Promise<void> {
    const dialect = this.#dialect;
    const isIt = `physical = ${dialect.literal(physical)}`;
    const set = { status: dialect.literal(verdict) };
    await runner.execute(dialect.updateWhere(stateRelation("model_versions"), set, isIt));
  }

  async forgetVersions(runner: SqlRunner, physical: readonly string[]): Promise<void> {
    await this.#deleteWhere(runner, "model_versions", "physical", physical);
    await this.#deleteWhere(runner, "intervals", "physical", physical);
    await this.inputHashes.forget(runner, physical);
  }

  async promote(runner: SqlRunner, environment: string, change: Promotion): Promise<void> {
    const names = [...change.publish.map((p) => p.model), ...change.remove];
    const env = `environment = ${this.#dialect.literal(environment)}`;
    await this.#deleteWhere(runner, "environments", "model", names, env);
    await this.#advance(runner);
    const meta = await readMeta(runner, this.#dialect);
    const sequence = meta ? sequenceOf(meta) : 0;
    const rows = promotionRows(environment, change, { sequence, at: new Date() });
    await this.#insert(runner, "environments", rows.shown);
    await this.#insert(runner, "promotions", rows.logged);
    await this.renewEnvironment(runner, environment, change.lifetimeMs);
  }

  renewEnvironment(
    runner: SqlRunner,
    environment: string,
    lifetimeMs: number | undefined,
  ): Promise<void> {
    return renewEnvironment(runner, { dialect: this.#dialect, environment, lifetimeMs });
  }

  /** Counts a change of the state: a plan made before it is told from one made after. */
  async #advance(runner: SqlRunner): Promise<void> {
    const dialect = this.#dialect;
    const [number, text] = [dialect.typeFor("bigint"), dialect.typeFor("text")];
    const next = `${dialect.cast("value", number ?? "bigint")} + 1`;
    const set = { value: dialect.cast(next, text ?? "text") };
    const isIt = `key = ${dialect.literal(SEQUENCE)}`;
    await runner.execute(dialect.updateWhere(stateRelation("meta"), set, isIt));
  }

  async endRun(runner: SqlRunner, { run, nodes, checks, ticks }: RunEnd): Promise<void> {
    const dialect = this.#dialect;
    if (nodes.some(changesState)) await this.#advance(runner);
    const at = new Date(run.finishedAt ?? Date.now());
    const ended = {
      finished_at: dialect.literal(at, dialect.typeFor("timestamp")),
      status: dialect.literal(run.status),
      summary: dialect.literal(toJson(run.summary ?? null)),
    };
    const isIt = `run_id = ${dialect.literal(run.runId)}`;
    await runner.execute(dialect.updateWhere(stateRelation("runs"), ended, isIt), {
      deferred: true,
    });
    for (const statement of tickStatements(run, ticks ?? new Map(), dialect))
      await runner.execute(statement, { deferred: true });
    const results = nodes.map(({ checkResults: _, ...node }) => ({
      run_id: run.runId,
      node: node.name,
      result: toJson(node),
    }));
    await this.#insert(runner, "node_results", results);
    await this.#insert(
      runner,
      "check_results",
      checks.map((check) => checkRow(check, run, at)),
    );
  }

  ticks(runner: SqlRunner, environment: string): Promise<ReadonlyMap<string, AppliedCron>> {
    return readTicks(runner, environment, this.#dialect);
  }

  async history(runner: SqlRunner, limit: number): Promise<readonly RunRecord[]> {
    if ((await stateLayout(runner, this.#dialect)) === undefined) return [];
    return readHistory(runner, { dialect: this.#dialect, limit });
  }

  #table(name: StateTable): string {
    return this.#dialect.relation(stateRelation(name));
  }

  #select<T extends StateTable>(
    runner: SqlRunner,
    table: T,
    columns: readonly StateColumn<T>[],
  ): AsyncIterable<Row> {
    return runner.query(`select ${columns.join(", ")} from ${this.#table(table)}`);
  }

  async #insert<T extends StateTable>(
    runner: SqlRunner,
    table: T,
    rows: readonly StateRow<T>[],
  ): Promise<void> {
    await writeRows({ runner, dialect: this.#dialect }, table, rows);
  }

  async #deleteWhere(
    runner: SqlRunner,
    table: StateTable,
    ...[column, values, also]: readonly [string, readonly string[], string?]
  ): Promise<void> {
    if (values.length === 0) return;
    const list = values.map((v) => this.#dialect.literal(v)).join(", ");
    const predicate = `${also ? `${also} and ` : ""}${column} in (${list})`;
    await runner.execute(this.#dialect.deleteWhere(stateRelation(table), predicate), {
      deferred: true,
    });
  }
}

/** The state of a warehouse in which nothing was built. */
const emptyState: StateSnapshot = {
  versions: new Map(),
  relations: new Map(),
  published: new Map(),
  production: new Map(),
  intervals: new Map(),
  ownViews: new Map(),
  sequence: 0,
};

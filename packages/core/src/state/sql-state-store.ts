import type { Dialect } from "../warehouse/dialect.js";
import { runStatements } from "../warehouse/run-statements.js";
import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import { applyChanges } from "./apply-change.js";
import type { AppliedCron } from "./applied-cron.js";
import { readHashes } from "./input-hash-rows.js";
import type { InputHash } from "./input-hash.js";
import type { EnvironmentRecord, Inventory, LoggedModel, StoredVersion } from "./inventory.js";
import { migrateState } from "./migrate-state.js";
import { claimed, ownerStatements } from "./owner.js";
import { readHistory } from "./read-history.js";
import {
  readEnvironments,
  readInventory,
  readLog,
  readVersions,
  readViews,
} from "./read-inventory.js";
import { readReads } from "./read-reads.js";
import { environmentsUsing } from "./environments-using.js";
import { readSnapshot } from "./read-snapshot.js";
import { readTexts } from "./read-texts.js";
import type { RunRecord } from "./run-record.js";
import {
  createState,
  currentMeta,
  layoutOf,
  readMeta,
  sequenceOf,
  stateLayout,
  STATE_SCHEMA,
} from "./state-layout.js";
import { text } from "./state-rows.js";
import type { StateChange } from "./state-change.js";
import type {
  Claim,
  HashesRead,
  PublishedModel,
  StateSnapshot,
  StateStore,
  StateWarehouse,
  VersionText,
} from "./state-store.js";
import { stateRelation } from "./state-tables.js";
import { readTicks } from "./tick-rows.js";
import { singleStatement } from "./write-versions.js";

/** The database that a state lives in. */
export interface StateHome {
  readonly dialect: Dialect;
  /** Opens the database, once however often it is called. */
  readonly open: () => Promise<StateWarehouse>;
}

/** State in tables of the warehouse itself, so that it shares the transactions of the data. */
export class SqlStateStore implements StateStore {
  readonly #dialect: Dialect;
  readonly #open: StateHome["open"];

  constructor({ dialect, open }: StateHome) {
    this.#dialect = dialect;
    this.#open = open;
  }

  async ensure(claim: Claim): Promise<void> {
    const warehouse = await this.#open();
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

  async commit(changes: readonly StateChange[], transaction?: SqlRunner): Promise<void> {
    const dialect = this.#dialect;
    if (transaction) return applyChanges(changes, { runner: transaction, dialect });
    const warehouse = await this.#open();
    const [first] = changes;
    const single = changes.length === 1 && first ? singleStatement(first, dialect) : undefined;
    if (single === undefined)
      return warehouse.transaction((runner) => applyChanges(changes, { runner, dialect }));
    await warehouse.execute(single, { fewRows: true });
  }

  async layout(): Promise<number | undefined> {
    return stateLayout(await this.#open(), this.#dialect);
  }

  async sequence(): Promise<number> {
    const meta = await currentMeta(await this.#open(), this.#dialect);
    return meta ? sequenceOf(meta) : 0;
  }

  async read(environment: string, schemas: readonly string[] = []): Promise<StateSnapshot> {
    return readSnapshot(await this.#open(), { dialect: this.#dialect, environment, schemas });
  }

  async versionTexts(physical: readonly string[]): Promise<ReadonlyMap<string, VersionText>> {
    return readTexts(await this.#open(), physical, this.#dialect);
  }

  async readRelations(): Promise<ReadonlyMap<string, readonly string[]>> {
    return readReads(await this.#open(), this.#dialect);
  }

  async inputHashes(
    physical: string,
    { range, transaction }: HashesRead = {},
  ): Promise<readonly InputHash[]> {
    const runner = transaction ?? (await this.#open());
    return readHashes(runner, physical, { range, dialect: this.#dialect });
  }

  async ticks(environment: string): Promise<ReadonlyMap<string, AppliedCron>> {
    return readTicks(await this.#open(), environment, this.#dialect);
  }

  async history(limit: number): Promise<readonly RunRecord[]> {
    const runner = await this.#open();
    if ((await stateLayout(runner, this.#dialect)) === undefined) return [];
    return readHistory(runner, { dialect: this.#dialect, limit });
  }

  async environments(): Promise<readonly string[]> {
    const runner = await this.#open();
    if ((await stateLayout(runner, this.#dialect)) === undefined) return [];
    const names: string[] = [];
    const table = this.#dialect.relation(stateRelation("environments"));
    for await (const row of runner.query(`select distinct environment from ${table} order by 1`))
      names.push(text(row, "environment"));
    return names;
  }

  async environmentsUsing(
    physical: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    return environmentsUsing(await this.#open(), physical, this.#dialect);
  }

  async publishedViews(
    environment: string,
    models: readonly string[],
  ): Promise<ReadonlyMap<string, PublishedModel>> {
    return readViews(environment, models, await this.#reading());
  }

  async inventory(): Promise<Inventory> {
    return readInventory(await this.#reading());
  }

  async environmentRecords(): Promise<readonly EnvironmentRecord[]> {
    return readEnvironments(await this.#reading());
  }

  async promotionLog(environment: string): Promise<readonly LoggedModel[]> {
    return readLog(await this.#reading(), environment);
  }

  async storedVersions(): Promise<ReadonlyMap<string, StoredVersion>> {
    const versions = await readVersions(await this.#reading());
    return new Map(versions.map((version) => [version.physical, version]));
  }

  async #reading() {
    return { runner: await this.#open(), dialect: this.#dialect };
  }
}

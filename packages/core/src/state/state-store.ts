import type { Project } from "../model/project/project.js";
import type { SqlRunner, WarehouseAdapter } from "../warehouse/warehouse-adapter.js";
import type { Interval } from "../time/intervals/interval-set.js";
import type { InputHash } from "./input-hash.js";
import type { EnvironmentRecord, Inventory, LoggedModel, StoredVersion } from "./inventory.js";
import type { RunRecord } from "./run-record.js";
import type { StateChange } from "./state-change.js";
import type { AppliedCron } from "./applied-cron.js";
import type { PublishedModel, StateSnapshot, VersionText } from "./state-values.js";

export type {
  ModelVersion,
  VersionText,
  VersionChange,
  InputComparison,
  PublishedModel,
  StateSnapshot,
  RunEnd,
  Promotion,
} from "./state-values.js";

/** A database that holds the tables of a state. */
export type StateWarehouse = SqlRunner & Pick<WarehouseAdapter, "transaction" | "describe">;

/** The project that asks for a state, and whether it takes over that of another. */
export interface Claim {
  readonly project: Project;
  /** The project was renamed: the state becomes its own. */
  readonly adopt: boolean;
}

/** Which hashes of inputs are read. */
export interface HashesRead {
  /** Those that begin in this range. @default all */
  readonly range?: Interval | undefined;
  /** The transaction of the warehouse in which changes were committed that have to be seen. */
  readonly transaction?: SqlRunner | undefined;
}

/**
 * Sluice's memory of a warehouse. Where it lives is the store's own business: reads name no database, and every change is
 * a value that `commit` writes.
 */
export interface StateStore {
  /**
   * Creates the state where there is none, and writes down whose it is. Raises `STATE.NEWER` for one that a later Sluice
   * wrote, `STATE.OTHER_PROJECT` for that of another project.
   */
  ensure(claim: Claim): Promise<void>;
  /**
   * Writes changes in their order, all of them or none. `transaction` is the one of the warehouse that writes the data
   * they speak of: a state in the warehouse commits with it, so that both are there or neither is; one that lives
   * elsewhere commits before this resolves. Without one the changes are a transaction of their own.
   */
  commit(changes: readonly StateChange[], transaction?: SqlRunner): Promise<void>;

  /** Layout of the state; undefined where there is none. Raises `STATE.NEWER`. */
  layout(): Promise<number | undefined>;
  /** Sequence number of the state: every change of what readers see has one. 0 where there is none. Raises `STATE.OLDER`. */
  sequence(): Promise<number>;
  /** The state of one environment. `schemas`: where its views stand or will stand; `ownViews` is about these. */
  read(environment: string, schemas?: readonly string[]): Promise<StateSnapshot>;
  /** Columns and queries of versions by physical relation; those of an older layout have none. */
  versionTexts(physical: readonly string[]): Promise<ReadonlyMap<string, VersionText>>;
  /** Relations that built relations were last computed from, by physical relation; an older layout has those of views alone. */
  readRelations(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Hashes that a table filled by time was computed from, in the order of their time. */
  inputHashes(physical: string, of?: HashesRead): Promise<readonly InputHash[]>;
  /** The cron that was applied of each model of an environment, and the last tick of it that was met. */
  ticks(environment: string): Promise<ReadonlyMap<string, AppliedCron>>;
  history(limit: number): Promise<readonly RunRecord[]>;

  /** Names of the environments that publish anything, in order; none where there is no state yet. */
  environments(): Promise<readonly string[]>;
  /**
   * Environments that publish each of some relations, themselves or through views, in order; relations that no environment
   * publishes are left out.
   */
  environmentsUsing(physical: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Views of these models that an environment publishes; none where there is no state yet. */
  publishedViews(
    environment: string,
    models: readonly string[],
  ): Promise<ReadonlyMap<string, PublishedModel>>;

  /** Everything that decides what a warehouse may lose. Empty where there is no state. Raises `STATE.OLDER`. */
  inventory(): Promise<Inventory>;
  /** Environments with how long they last, `prod` first. */
  environmentRecords(): Promise<readonly EnvironmentRecord[]>;
  /** The log of promotions of one environment. */
  promotionLog(environment: string): Promise<readonly LoggedModel[]>;
  /** A version of each physical relation. */
  storedVersions(): Promise<ReadonlyMap<string, StoredVersion>>;
}

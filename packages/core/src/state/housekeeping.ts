import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import type { ModelVersion, PublishedModel } from "./state-store.js";

/** A version as retention sees it. Instants in milliseconds. */
export interface StoredVersion extends Pick<
  ModelVersion,
  "model" | "fingerprint" | "generation" | "physical" | "relation" | "status" | "origin"
> {
  /** Relations of the system schema that a view reads; undefined where it was not recorded. */
  readonly reads?: readonly string[] | undefined;
  readonly revision: number;
  readonly builtAt: number;
  /** When the rows of a kept table last changed, after it was made. */
  readonly changedAt?: number | undefined;
  /** When its relation was removed on purpose: the row stays so that its name is never used again. */
  readonly removedAt?: number | undefined;
}

/** What an environment shows of one model. */
export interface ShownModel extends PublishedModel {
  readonly environment: string;
}

/** One change of one model in the log of promotions. */
export interface LoggedModel extends Omit<PublishedModel, "physical"> {
  readonly environment: string;
  readonly sequence: number;
  /** Undefined: from then on the environment did not have the model. */
  readonly physical: string | undefined;
  readonly runId: string;
  readonly at: number;
}

/** An environment and how long it lasts. Instants in milliseconds. */
export interface EnvironmentRecord {
  readonly name: string;
  readonly models: number;
  readonly createdAt?: number | undefined;
  readonly promotedAt?: number | undefined;
  /** Undefined: never. */
  readonly expiresAt?: number | undefined;
}

/** Everything that decides what a warehouse may lose. */
export interface Inventory {
  /** Several may name one relation: an edit without effect takes over what is there. */
  readonly versions: readonly StoredVersion[];
  readonly shown: readonly ShownModel[];
  readonly log: readonly LoggedModel[];
  readonly environments: readonly EnvironmentRecord[];
  /** When older layouts of the state were left, by layout. */
  readonly layoutsLeft: ReadonlyMap<number, number>;
  /** When runs of the history began. */
  readonly runs: readonly number[];
  readonly sequence: number;
}

/** What is forgotten of versions whose relations are dropped in the same transaction. */
export interface ForgottenVersions {
  /** Rows that are deleted. */
  readonly forget: readonly string[];
  /** Rows that stay without their text, so that the names are never used again. */
  readonly retire: readonly string[];
}

/** Reads and writes of the state that keep a warehouse tidy: everything but planning and building. */
export interface Housekeeping {
  /** Layout of the state; undefined where there is none. Raises `STATE.NEWER`. */
  layout(runner: SqlRunner): Promise<number | undefined>;
  /** Empty where there is no state. Raises `STATE.OLDER`. */
  inventory(runner: SqlRunner): Promise<Inventory>;
  /** Environments by name, `prod` first. */
  environments(runner: SqlRunner): Promise<readonly EnvironmentRecord[]>;
  /** Views of these models that an environment shows; none where there is no state yet. */
  shownViews(
    runner: SqlRunner,
    environment: string,
    models: readonly string[],
  ): Promise<ReadonlyMap<string, PublishedModel>>;
  /** The log of one environment. */
  log(runner: SqlRunner, environment: string): Promise<readonly LoggedModel[]>;
  /** A version of each physical relation. */
  versions(runner: SqlRunner): Promise<ReadonlyMap<string, StoredVersion>>;
  /** Sets when an environment expires; each promotion gives it that long again. Null: never. */
  setLifetime(
    runner: SqlRunner,
    environment: string,
    set: { readonly lifetimeMs: number | null; readonly now: Date },
  ): Promise<void>;
  /** Forgets an environment whose views are dropped in the same transaction. */
  removeEnvironment(runner: SqlRunner, environment: string): Promise<void>;
  removeVersions(runner: SqlRunner, versions: ForgottenVersions): Promise<void>;
  /** Forgets runs that began before, with their results. */
  removeRuns(runner: SqlRunner, before: Date): Promise<void>;
  /** Merges what an environment's log says from before a promotion into that promotion. */
  foldLog(runner: SqlRunner, environment: string, first: number): Promise<void>;
}

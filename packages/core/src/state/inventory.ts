import type { ModelVersion, PublishedModel } from "./state-values.js";

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

/** The view of one model in an environment. */
export interface EnvironmentModel extends PublishedModel {
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
  readonly published: readonly EnvironmentModel[];
  readonly log: readonly LoggedModel[];
  readonly environments: readonly EnvironmentRecord[];
  /** When older layouts of the state were left, by layout. */
  readonly layoutsLeft: ReadonlyMap<number, number>;
  /** When runs of the history began. */
  readonly runs: readonly number[];
  readonly sequence: number;
}

import type { Interval, IntervalSet } from "../time/intervals/interval-set.js";
import type { InputHash } from "./input-hash.js";
import type { RunRecord } from "./run-record.js";
import type {
  InputComparison,
  ModelVersion,
  Promotion,
  RunEnd,
  VersionChange,
  VersionText,
} from "./state-values.js";

/** A change of the versions of models. */
export type VersionStateChange =
  | {
      readonly type: "add version";
      readonly version: ModelVersion & Partial<VersionText>;
      readonly runId: string;
    }
  /** An incremental table was brought up to date. */
  | { readonly type: "update version"; readonly physical: string; readonly change: VersionChange }
  /** A comparison of inputs changed no row of the table. */
  | {
      readonly type: "record comparison";
      readonly physical: string;
      readonly comparison: InputComparison;
    }
  /** The checks of an unchecked version have come to their end. */
  | {
      readonly type: "record verdict";
      readonly physical: string;
      readonly verdict: "built" | "failed";
    }
  /** A restatement begins. A build takes the mark off a version by its successor, an update by `update version`. */
  | { readonly type: "mark restating"; readonly physical: readonly string[] }
  /** The relations of versions are dropped. */
  | { readonly type: "forget versions"; readonly physical: readonly string[] }
  /** New tables have at least this generation: none gets the name of a version that is forgotten. */
  | { readonly type: "raise generations"; readonly least: number }
  /** The same of versions whose names are never to be used again: their rows stay without text. */
  | { readonly type: "retire versions"; readonly physical: readonly string[] };

/** A change of the computed time of tables, or of what it was computed from. */
export type TimeStateChange =
  | {
      readonly type: "add interval";
      readonly physical: string;
      readonly interval: Interval;
      readonly runId: string;
    }
  /** Replaces the computed time of tables: to forget a part, or to keep few rows. */
  | {
      readonly type: "set intervals";
      readonly tables: readonly { readonly physical: string; readonly done: IntervalSet }[];
      readonly runId: string;
    }
  | {
      readonly type: "add input hashes";
      readonly physical: string;
      readonly hashes: readonly InputHash[];
    }
  /** Removes the hashes that begin in a range. */
  | { readonly type: "remove input hashes"; readonly physical: string; readonly range: Interval }
  /** Gives a copy of a table the hashes of the table. */
  | { readonly type: "copy input hashes"; readonly from: string; readonly to: string };

export type EnvironmentStateChange =
  /** Readers see something else from now on, and the environment is in use. */
  | { readonly type: "promote"; readonly environment: string; readonly promotion: Promotion }
  /** Puts off the expiry by the environment's own lifetime, else by this one; without either it never expires. */
  | {
      readonly type: "renew environment";
      readonly environment: string;
      readonly lifetimeMs: number | undefined;
    }
  /** Sets when an environment expires; each promotion gives it that long again. Null: never. */
  | {
      readonly type: "set lifetime";
      readonly environment: string;
      readonly lifetimeMs: number | null;
      readonly now: Date;
    }
  /** The views of an environment are dropped. */
  | { readonly type: "remove environment"; readonly environment: string }
  /** Merges the log of an environment from before a promotion into that promotion. */
  | { readonly type: "fold log"; readonly environment: string; readonly first: number };

/** A change of the history of runs. */
export type RunStateChange =
  | {
      readonly type: "start run";
      readonly run: Pick<RunRecord, "runId" | "command" | "environment" | "startedAt">;
    }
  | { readonly type: "end run"; readonly end: RunEnd }
  /** Forgets runs that began before, with their results. */
  | { readonly type: "remove runs"; readonly before: Date };

/** One change of the state, as a value. */
export type StateChange =
  VersionStateChange | TimeStateChange | EnvironmentStateChange | RunStateChange;

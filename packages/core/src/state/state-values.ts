import type { ColumnInfo } from "@sluice/sql/text";
import type { CheckResult } from "../model/check/check.js";
import type { NodeResult } from "./events/event.js";
import type { IntervalSet } from "../time/intervals/interval-set.js";
import type { ComparedInputs, LateInput } from "./input-hash.js";
import type { RunRecord } from "./run-record.js";
import type { AppliedCrons } from "./applied-cron.js";

/** One built (or failed) version of a model. */
export interface ModelVersion {
  readonly model: string;
  /** Data fingerprint. */
  readonly fingerprint: string;
  readonly definition: string;
  /** Record of the checks that passed: the metadata fingerprint, and what they read (`plan/passed-checks.ts`). */
  readonly metadata: string;
  /** Counts rebuilds of the same fingerprint, from 1. */
  readonly generation: number;
  /** Name of the relation in the system schema. */
  readonly physical: string;
  readonly relation: "table" | "view";
  /**
   * `failed`: a candidate that a blocking check refused; kept for a look. `unchecked`: one whose checks did not come to
   * an end. Readers are shown neither.
   */
  readonly status: "built" | "failed" | "unchecked";
  readonly rows?: number | undefined;
  /** UTC day of the `$now` it was built with: `2024-01-31`. */
  readonly day: string;
  /** Hash over the content of the relations it was built from. */
  readonly inputs: string;
  /** A restatement of it was begun and has not come to its end: any run is to finish it. */
  readonly restating?: boolean | undefined;
  /** From this moment on, in milliseconds, an incremental table looks for rows although nothing it reads changed. */
  readonly dueAt?: number | undefined;
  /** Counts the changes of a table that is kept and brought up to date; 0 for others. */
  readonly revision: number;
  /**
   * The table a kept one began as a copy of, with its revision then: `staging__orders__1a2b3c4d@7`. Behind it stands the
   * environment that goes on with the copy for itself; alone where a table was made from data of that environment.
   */
  readonly origin?: string | undefined;
  /** Data versions of the inputs that a table takes by time, at their last comparison. */
  readonly comparedInputs?: ComparedInputs | undefined;
  /** Computed time in which rows of such an input were found to have changed. */
  readonly lateInputs?: readonly LateInput[] | undefined;
  /** Relations of the system schema it was last computed from. Those of a view stay as long as the view does. */
  readonly reads?: readonly string[] | undefined;
}

/** Columns, options and query by which a version is compared with a later one. */
export interface VersionText {
  readonly columns: readonly ColumnInfo[];
  /** Hash of kind, options and declared types. */
  readonly options: string;
  /** The query in plain full names, parameters filled in; absent for seeds and generators. */
  readonly query?: string | undefined;
}

/** How a kept table has changed. */
export interface VersionChange {
  readonly revision: number;
  readonly inputs: string;
  readonly day: string;
  readonly dueAt?: number | undefined;
  /** Relations that it was computed from; undefined where a part of its rows alone was. */
  readonly reads?: readonly string[] | undefined;
  /** Left as it is recorded when absent. */
  readonly comparison?: InputComparison | undefined;
}

/** How the inputs of a table that is filled by time compare with what it was computed from. */
export interface InputComparison {
  readonly compared: ComparedInputs;
  readonly late: readonly LateInput[];
}

/** The view of one model that readers of an environment see. */
export interface PublishedModel {
  readonly model: string;
  readonly schema: string;
  readonly view: string;
  readonly physical: string;
  readonly fingerprint: string;
  /** As in a version; empty where checks fail on what readers see. */
  readonly metadata: string;
}

/** The state a plan is made from. */
export interface StateSnapshot {
  /** Latest version by model and fingerprint: `versions.get(model)?.get(fingerprint)`. */
  readonly versions: ReadonlyMap<string, ReadonlyMap<string, ModelVersion>>;
  /** Versions by physical relation, which has one more for every edit that took it over. */
  readonly relations: ReadonlyMap<string, readonly ModelVersion[]>;
  readonly published: ReadonlyMap<string, PublishedModel>;
  /** Models as `prod` publishes them: a new environment begins from there. */
  readonly production: ReadonlyMap<string, PublishedModel>;
  /** Computed time by physical relation. */
  readonly intervals: ReadonlyMap<string, IntervalSet>;
  /** The views that any environment publishes in the schemas asked for, by `schema.view` in lower case. */
  readonly ownViews: ReadonlyMap<string, PublishedModel & { readonly environment: string }>;
  readonly sequence: number;
  /** Generations of new tables begin here: lesser ones may have been names of versions that are forgotten. @default 1 */
  readonly leastGeneration?: number | undefined;
}

/** The records that the end of a run writes. */
export interface RunEnd {
  readonly run: Omit<RunRecord, "nodes">;
  readonly nodes: readonly NodeResult[];
  readonly checks: readonly CheckResult[];
  /** Crons that the run applied, and the ticks of them that it met. */
  readonly ticks?: AppliedCrons | undefined;
}

/** A change of what readers of an environment see. */
export interface Promotion {
  readonly publish: readonly PublishedModel[];
  readonly remove: readonly string[];
  readonly runId: string;
  /** How long the environment lasts from now on, by the configuration. */
  readonly lifetimeMs?: number | undefined;
}

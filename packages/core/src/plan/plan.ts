import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { ModelKindName } from "../model/kind.js";
import type { ModelChange } from "@sluice/sql/change";
import type { PlanUpdate } from "./plan-update.js";
import type { PlanInterval } from "./planned-inputs.js";
import type { PlanReason } from "../state/plan-reason.js";

/** A model or source that is read. */
export interface CheckedRead {
  readonly name: string;
  /** Text that differs when its content after the plan does; empty where that is unknown. */
  readonly dataVersion: string;
}

/** What a plan does with one model. */
export interface PlanNode {
  readonly name: string;
  readonly kind: ModelKindName;
  /** `blocked`: it cannot be built, because of `faults` of its own or of what it reads; readers keep what they see. */
  readonly action: "build" | "reuse" | "blocked";
  readonly reason: PlanReason;
  /** Data fingerprint, 64 hex characters. */
  readonly fingerprint: string;
  /** First 8 characters of the fingerprint. */
  readonly version: string;
  readonly metadataFingerprint: string;
  /** Relation in the schema `_sluice` that holds or will hold this version. */
  readonly physical: string;
  /** Generation of the physical relation among those of the same version, from 1. */
  readonly generation: number;
  /**
   * Models of the plan it waits for: those it reads (through ephemeral models too), and those its checks read, but for
   * models of its own group.
   */
  readonly after: readonly string[];
  /**
   * Models of one group are published together or not at all: checks of theirs read what is built from the checked
   * model. It has the name of its first model; absent for a model that is on no such circle.
   */
  readonly group?: string | undefined;
  /** Models and sources that its checks read beside it. @default none */
  readonly checkReads?: readonly CheckedRead[] | undefined;
  /** Own part of the fingerprint; differs from the published one when the model itself was edited. */
  readonly definition: string;
  /** Hash over the content of what it reads; of a view, over the relations it reads. */
  readonly inputs: string;
  /** Seeds, sources and other data that an `append` without `time` reads, through others too; absent for other kinds. */
  readonly dataInputs?: readonly CheckedRead[] | undefined;
  /** Models it reads as relations. */
  readonly reads: readonly string[];
  /** Fingerprints of the sources it reads. */
  readonly sources: readonly string[];
  /** What the relation holds after the plan: its name, with a revision where the table is kept. */
  readonly dataVersion: string;
  /** Relation of the version that is marked as being restated before anything is done: any later run finishes it. */
  readonly restates?: string | undefined;
  /** A refused or unfinished candidate of the same version that the build replaces. */
  readonly replaces?: string | undefined;
  /** The relation was built for an earlier version that holds the same: it is taken over as it is. */
  readonly adopts?: boolean | undefined;
  /** Re-run the checks of a reused version, because they or what they read changed since they last passed. */
  readonly recheck: boolean;
  /** A kept table is made by the plan, from nothing or as a copy. */
  readonly isNew?: boolean | undefined;
  /** The checks as they are have passed on what a kept table holds. */
  readonly passed?: boolean | undefined;
  /** How a kept table is brought up to date. */
  readonly update?: PlanUpdate | undefined;
  /** Why a blocked node cannot be built; absent where a blocked model that it reads says why. */
  readonly faults?: readonly Diagnostic[] | undefined;
  /** The relation whose fault blocks the node: itself, or one that it reads, through others too. */
  readonly blockedBy?: string | undefined;
}

/** What a plan is asked for. */
export interface PlanOptions {
  /** Specs of dbt's selection grammar. @default all models */
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Build the selected models even when nothing changed. Incremental tables and snapshots go on as always. @default false */
  readonly force?: boolean | undefined;
  /**
   * As `force`, and the selected incremental tables begin anew: rows that their inputs no longer give are lost. Snapshots
   * go on.
   * @default false
   */
  readonly rebuild?: boolean | undefined;
  /** Edits of the selected kept tables keep the rows there are and count from now on. @default false */
  readonly forwardOnly?: boolean | undefined;
  /** Limits what is computed of tables that are filled by time to `[start, end)`. */
  readonly window?: TimeRange | undefined;
  /** Time to compute again in the selected models, and in everything that reads them. */
  readonly restate?: TimeRange | undefined;
  /**
   * Restate tables that other environments show too, which see the change. From production it always goes on.
   * @default false
   */
  readonly shared?: boolean | undefined;
}

/** A range of time `[start, end)`: ISO dates or timestamps in UTC; open where not given. */
export interface TimeRange {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/** What an edit does to one model. */
export interface PlanChange extends ModelChange {
  readonly name: string;
}

/** A view that gets another name, because the configuration has another `environmentSchema`. */
export interface MovedView {
  readonly name: string;
  /** As readers see it now: `marts__dev.orders`. */
  readonly from: string;
  readonly to: string;
}

/** A table outside of the plan that has to compute rows again. */
export interface OutdatedTable {
  readonly name: string;
  readonly physical: string;
  /** Time that is left as computed; absent for a table without a time, which is computed again as a whole. */
  readonly done?: readonly PlanInterval[] | undefined;
}

/** What a build will do: a value, printed as it is applied. */
export interface Plan {
  readonly schema: 1;
  readonly project: string;
  readonly target: string;
  readonly environment: string;
  readonly now: string;
  /** `$now` was given, and is part of what models that use it are. */
  readonly nowPinned: boolean;
  /** What the plan was asked for, to make it again. */
  readonly options: PlanOptions;
  /** Models in an order in which each follows what it reads; ephemeral models are no nodes. */
  readonly nodes: readonly PlanNode[];
  /** Physical relations of models that are read but no part of the plan, by name. */
  readonly reads: Readonly<Record<string, string>>;
  /** What the edits since the environment was last promoted do to each model; those that nothing changes are left out. */
  readonly changes: readonly PlanChange[];
  /** Models that readers see now and the project no longer has: their views are removed with the promotion. */
  readonly removed: readonly string[];
  /** Views that the promotion makes under another name; those of before are removed with it. */
  readonly moved: readonly MovedView[];
  /**
   * Tables outside of the plan that have to compute rows again: the plan fills time that they read, or restates another
   * version of theirs.
   */
  readonly outdated?: readonly OutdatedTable[] | undefined;
  /** Sequence number of the state this plan was made for. */
  readonly stateVersion: number;
}

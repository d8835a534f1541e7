import type { ModelChange } from "@sluice/sql/change";
import type { PlanState } from "./state-before.js";
import type { PlanInterval } from "./planned-inputs.js";
import type { PlanNode } from "./planned-node.js";

export type { CheckedRead, PlanNode } from "./planned-node.js";

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

/** The work of a build: a value with all that applying it needs. It can be printed, saved, sent and applied. */
export interface Plan {
  readonly schema: 2;
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
  /** The part of that state which applying and reviewing the plan read. */
  readonly before: PlanState;
}

import type { CheckResult } from "../../model/check/check.js";
import type { Diagnostic } from "../../base/errors/sluice-error.js";
import type { ModelKindName } from "../../model/kind.js";
import type { PlanReason } from "../plan-reason.js";

/** Kinds of the nodes of a run: models, and sources whose freshness is judged. */
export type NodeKindName = ModelKindName | "source";

/** How a node of a run ended. */
export type NodeStatus = "built" | "reused" | "failed" | "skipped" | "cancelled";

/** How many of the queries that fill a kept table are done. */
export interface Batches {
  readonly done: number;
  readonly of: number;
}

/** What a run tells of one node. */
export interface NodeResult {
  readonly name: string;
  readonly kind: NodeKindName;
  readonly status: NodeStatus;
  /** Why the plan builds or reuses it. */
  readonly reason?: PlanReason | undefined;
  /** Rows of the relation, where known; of a kept table the rows written. Views are not counted. */
  readonly rows?: number | undefined;
  /** Batches of a table that is filled by time. */
  readonly batches?: Batches | undefined;
  readonly seconds: number;
  /** How often it was tried, when more than once. */
  readonly attempts?: number | undefined;
  /** First 8 hex characters of the data fingerprint. */
  readonly version: string;
  /** The physical table or view readers are (or would be) pointed to. */
  readonly physical?: string | undefined;
  readonly checks: { readonly passed: number; readonly warned: number; readonly failed: number };
  readonly checkResults: readonly CheckResult[];
  readonly error?: Diagnostic | undefined;
  /** Errors beside `error`: each value of a file that was refused, say. */
  readonly others?: readonly Diagnostic[] | undefined;
}

/** Totals of a run. */
export interface RunSummary {
  readonly runId: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly built: number;
  readonly reused: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly warnings: number;
  readonly published: boolean;
  /** Tables and views that a command removed; of one that builds, models whose views are removed. */
  readonly removed?: number | undefined;
}

/** What happens while a plan is executed, in order. Versioned: consumers are the terminal, the JSON log and the recorder. */
export type RunEvent =
  | {
      readonly type: "run_started";
      readonly at: string;
      readonly runId: string;
      readonly command: string;
      readonly target: string;
      readonly environment: string;
      readonly nodes: number;
      /** Nodes that are not reused: those to be built, and those that cannot be. */
      readonly toBuild: number;
    }
  | {
      readonly type: "node_started";
      readonly at: string;
      readonly node: string;
      readonly kind: NodeKindName;
    }
  | {
      readonly type: "node_progress";
      readonly at: string;
      readonly node: string;
      readonly rows: number;
      readonly batches?: Batches | undefined;
    }
  | { readonly type: "node_finished"; readonly at: string; readonly result: NodeResult }
  | {
      readonly type: "promoted";
      readonly at: string;
      readonly views: number;
      /** Models that the project no longer has, whose views are removed. */
      readonly removed: readonly string[];
      /** Published models outside the run that still show data of before it. */
      readonly outdated: readonly { readonly name: string; readonly behind: readonly string[] }[];
    }
  /** What readers see was copied to a file of its own. */
  | {
      readonly type: "copied";
      readonly at: string;
      /** Absolute path. */
      readonly file: string;
      readonly relations: number;
      readonly rows: number;
    }
  /** Something beside the nodes; of severity `error` where the run is not ok for it. */
  | { readonly type: "warning"; readonly at: string; readonly diagnostic: Diagnostic }
  | { readonly type: "run_finished"; readonly at: string; readonly summary: RunSummary };

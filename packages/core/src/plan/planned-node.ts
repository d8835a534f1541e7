import type { ColumnInfo } from "@sluice/sql/text";
import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { ModelKindName } from "../model/kind.js";
import type { PlanReason } from "../state/plan-reason.js";
import type { RetypedColumn } from "./evolve/compare-columns.js";
import type { PlanUpdate } from "./plan-update.js";

/** A model or source that is read. */
export interface CheckedRead {
  readonly name: string;
  /** Text that differs when its content after the plan does; empty where that is unknown. */
  readonly dataVersion: string;
}

/** A model of a plan: `action` says what is done with it, and which fields there are. */
export type PlanNode = ReusedNode | BuiltNode | BlockedNode;

/** A relation that stays as it is. */
export type ReusedNode = ReuseNode | RecheckNode;

/** A relation that is written. */
export type BuiltNode = BuildNode | IncrementalNode;

/** A node with a relation to write or to check. */
export type RunnableNode = ReusedNode | BuiltNode;

/** An incremental table that is written. */
export type IncrementalNode = CreateNode | CopyNode | UpdateNode;

/** Fields of every node. */
export interface NodeBase {
  readonly name: string;
  readonly kind: ModelKindName;
  readonly reason: PlanReason;
  /** Data fingerprint, 64 hex characters. */
  readonly fingerprint: string;
  /** First 8 characters of the fingerprint. */
  readonly version: string;
  readonly metadataFingerprint: string;
  /** Relation in the schema `_sluice` that holds this version after the plan; empty for a blocked model without one. */
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
  /** Hash over the data versions of its inputs; of a view, over the relations it reads. */
  readonly inputs: string;
  /** Seeds, sources and other data that an `append` without `time` reads, through others too; absent for other kinds. */
  readonly dataInputs?: readonly CheckedRead[] | undefined;
  /** Models it reads as relations. */
  readonly reads: readonly string[];
  /** Fingerprints of the sources it reads. */
  readonly sources: readonly string[];
  /** Data version after the plan: the name of the relation, with a revision for an incremental table. */
  readonly dataVersion: string;
}

interface Reused extends NodeBase {
  /** The relation of an earlier version that holds the same is taken over: the hash over the inputs that it has read. */
  readonly adopts?: string | undefined;
  /** Inputs of an incremental table that the run compares, and its computed time; absent for other kinds. */
  readonly update?: PlanUpdate | undefined;
}

/** Nothing is done with the relation. */
export interface ReuseNode extends Reused {
  readonly action: "reuse";
}

/** Checks run again: they, or the data they read, changed since they passed. */
export interface RecheckNode extends Reused {
  readonly action: "recheck";
}

interface New {
  /** A refused or unfinished candidate of the same version that the build replaces. */
  readonly replaces?: string | undefined;
}

interface Restated {
  /** Relation of the version that the run marks as being restated before anything is done: any later run finishes it. */
  readonly restates?: string | undefined;
}

/** A view or a table is made as a whole. */
export interface BuildNode extends NodeBase, New, Restated {
  readonly action: "build";
}

interface NewTable extends NodeBase, New {
  readonly update: PlanUpdate;
  /** Origin of the rows, with its revision: a copied table, or data of one environment alone. */
  readonly origin?: string | undefined;
}

/** An incremental table is made from nothing. */
export interface CreateNode extends NewTable {
  readonly action: "create";
}

/** An incremental table begins as a copy of another: its query or columns changed, or an environment forks it. */
export interface CopyNode extends NewTable, Restated {
  readonly action: "copy";
  readonly copy: PlanCopy;
}

/** An incremental table is brought up to date in place. */
export interface UpdateNode extends NodeBase, Restated {
  readonly action: "update";
  readonly update: PlanUpdate;
  /** The relation of an earlier version that holds the same is taken over: the hash over the inputs that it has read. */
  readonly adopts?: string | undefined;
  /** Its checks as they are have passed on the rows that the table holds. */
  readonly passed: boolean;
}

/** A model cannot be built; readers keep the version that they see. */
export interface BlockedNode extends NodeBase {
  readonly action: "blocked";
  /** The relation whose fault blocks the node: itself, or one that it reads, through others too. */
  readonly blockedBy: string;
  /** Why it cannot be built; absent where a blocked model that it reads says why. */
  readonly faults?: readonly Diagnostic[] | undefined;
}

/** The copy that an incremental table begins as. */
export interface PlanCopy {
  /** Relation that is copied. */
  readonly from: string;
  /** True for a copy that is made since others see the table itself, and not the rows of this environment. */
  readonly isIsolated?: boolean | undefined;
  /** True for a copy of a forward-only edit: its rows count as computed from the inputs as they are now. */
  readonly forward?: boolean | undefined;
  /** Nothing is added to the copy: only queries were edited, and an append counts the new one from the next data on. */
  readonly copyOnly?: boolean | undefined;
  /** Expressions over the copied relation, one for each column; all of its columns when absent. */
  readonly select?: readonly string[] | undefined;
  /** Columns of the copy. */
  readonly columns?: readonly ColumnInfo[] | undefined;
  /** Columns whose values are cast; refused where one would change. */
  readonly casts?: readonly RetypedColumn[] | undefined;
  /** Columns that the copied relation does not have. */
  readonly added?: readonly string[] | undefined;
}

/** True for a node whose relation is written. */
export function isBuilt(node: PlanNode): node is BuiltNode {
  return !isReused(node) && node.action !== "blocked";
}

/** True for a node whose relation stays as it is. */
export function isReused(node: PlanNode): node is ReusedNode {
  return node.action === "reuse" || node.action === "recheck";
}

/** True for a node of which all checks run. */
export function runsChecks(node: PlanNode): boolean {
  return isBuilt(node) || node.action === "recheck";
}

/** How an incremental table is brought up to date, or its state where that is as it should be; undefined for other nodes. */
export function updateOf(node: PlanNode): PlanUpdate | undefined {
  return "update" in node ? node.update : undefined;
}

/** The copy that an incremental table begins as; undefined for other nodes. */
export function copyOf(node: PlanNode): PlanCopy | undefined {
  return node.action === "copy" ? node.copy : undefined;
}

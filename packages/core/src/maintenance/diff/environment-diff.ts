import type { Diagnostic } from "../../base/errors/sluice-error.js";
import type { RelationDiff } from "./relation-diff.js";

/** How two environments of a warehouse differ. */
export interface EnvironmentDiff {
  readonly a: string;
  readonly b: string;
  /** In graph order; models the project no longer has come last. */
  readonly models: readonly ModelDiff[];
  /** Selected models that neither environment has. */
  readonly missing: readonly string[];
}

/** What was found of one model. */
export interface ModelDiff {
  readonly name: string;
  readonly status: ModelDiffStatus;
  /** Undefined where nothing was compared. */
  readonly diff?: RelationDiff | undefined;
  readonly error?: Diagnostic | undefined;
}

/**
 * `shared`: both environments show the very same table or view, so nothing was read; `identical`: columns and rows are
 * equal; `same_columns`: columns are equal, rows were not compared; `error`: the comparison could not be made.
 */
export type ModelDiffStatus =
  "only_a" | "only_b" | "shared" | "identical" | "same_columns" | "different" | "error";

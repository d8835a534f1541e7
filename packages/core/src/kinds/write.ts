import type { EvolvingOptions, IncrementalByTimeOptions } from "../model/kind.js";
import type { RelationRef } from "../warehouse/dialect.js";
import type { RowSteps, StagedRows } from "./keyed/keyed-steps.js";

/**
 * How rows get into the table of a kind. `whole`: the relation is made anew from the query, the file or the generator.
 * `intervals`: the rows of an interval of time are deleted, and those that the query gives for it are inserted. `rows`:
 * the rows of the query are staged, and statements of the kind bring them into the table.
 */
export type Write<TOptions> =
  { readonly by: "whole" } | WriteIntervals<TOptions> | WriteRows<TOptions>;

/** A table that is filled interval by interval. */
export interface WriteIntervals<TOptions> {
  readonly by: "intervals";
  intervals(options: TOptions): IntervalOptions;
}

/** A table that rows of the query are brought into. */
export interface WriteRows<TOptions> {
  readonly by: "rows";
  steps(options: TOptions, input: WriteInput): RowSteps;
}

/** How time is cut into the intervals of a table. */
export type IntervalOptions = Omit<IncrementalByTimeOptions, keyof EvolvingOptions>;

/** The table, the staged rows, and what messages about them need. */
export interface WriteInput extends StagedRows {
  /** A table that does not exist, in which a kind may stage changes: `changes.stage` of its steps creates it. */
  readonly changes: RelationRef;
  /** Columns of personal data, whose values no message shows. */
  readonly pii: readonly string[];
  readonly model: { readonly name: string; readonly path: string };
}

/** A copy of a table that an edited model goes on with. */
export interface CopiedTable extends Pick<StagedRows, "dialect" | "now"> {
  /** SQL text of the copy, to stand after `from`. */
  readonly from: string;
  readonly pii: readonly string[];
}

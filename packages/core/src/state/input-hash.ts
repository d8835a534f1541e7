import type { Interval, IntervalSet } from "../time/intervals/interval-set.js";

/** The rows of an input that lie in a range of time, as they were when the range was computed. */
export interface InputHash extends Interval {
  /** Full name of the relation. */
  readonly input: string;
  /** Text that differs where other columns, another time or another hash function is meant. */
  readonly definition: string;
  readonly rows: number;
  /**
   * Undefined where the rows are known to have changed, and those of the range can no longer be told from others: a part
   * of the time that was hashed as one was computed again.
   */
  readonly hash: string | undefined;
}

/** Computed time of a table in which the rows of an input have changed since. */
export interface LateInput {
  readonly input: string;
  readonly ranges: IntervalSet;
}

/** Data versions of the inputs of a table at their last comparison, by name of the relation. */
export type ComparedInputs = Readonly<Record<string, string>>;

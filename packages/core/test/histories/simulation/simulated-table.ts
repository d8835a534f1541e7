import type { BuildInput, HourRange } from "./table.js";
import type { Versions } from "./versions.js";

/** Rows as comparable texts. */
export type Rows = readonly string[];

/** One incremental table or snapshot. Comments number the rules of each kind. */
export interface SimulatedTable {
  /** Returns false where the build is refused or not published: readers then see the table of before. */
  build(input: BuildInput): boolean;
  /** Computes a range of time again, where the kind has a time. */
  restate?(range: HourRange, input: BuildInput): void;
  readonly versions: Pick<
    Versions<unknown>,
    "inherit" | "drop" | "remember" | "publishes" | "isShared"
  >;
  /** The rows that readers of an environment see. */
  rows(environment: string): Rows;
}

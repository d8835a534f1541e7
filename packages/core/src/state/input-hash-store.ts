import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import type { InputHash } from "./input-hash.js";
import type { Interval } from "../time/intervals/interval-set.js";

/** The hashes that tables filled by time were computed from. Writing methods take the runner of the data's transaction. */
export interface InputHashStore {
  /** Hashes of a table, of all time or of those that begin in a range, in the order of their time. */
  read(runner: SqlRunner, physical: string, range?: Interval): Promise<readonly InputHash[]>;
  add(runner: SqlRunner, physical: string, hashes: readonly InputHash[]): Promise<void>;
  /** Removes the hashes that begin in a range. */
  remove(runner: SqlRunner, physical: string, range: Interval): Promise<void>;
  /** Gives a copy of a table the hashes of the table. */
  copy(runner: SqlRunner, tables: { readonly from: string; readonly to: string }): Promise<void>;
  /** Removes the hashes of tables. */
  forget(runner: SqlRunner, physical: readonly string[]): Promise<void>;
}

import type { StateChange } from "../../state/state-change.js";
import type { StateStore } from "../../state/state-store.js";
import type { SqlRunner, WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import type { Audit } from "../audit-result.js";
import type { ReaderChange } from "../point-readers.js";

/** A relation that is made under a name that nothing has, with its record in the state. */
export interface Candidate<T> {
  /** False for a table that is brought up to date after it is made. */
  readonly isWhole: boolean;
  readonly make: (runner: SqlRunner) => Promise<T>;
  /** Changes of the state once it is made. */
  readonly changes: (made: T) => readonly StateChange[];
  /** See `CallOptions.fewRows`. */
  readonly fewRows?: boolean | undefined;
}

/** A write to a table that readers may see, which its checks decide on. */
export interface CheckedWrite<T> {
  readonly write: (runner: SqlRunner) => Promise<T>;
  /** Runs the checks; absent where there are none. */
  readonly check?: ((runner: SqlRunner, written: T) => Promise<Audit>) | undefined;
  /** Records what was written, when the checks have passed. */
  readonly record: (runner: SqlRunner, written: T) => Promise<void>;
}

/** The end of a checked write. */
export interface Checked<T> extends Audit {
  /** Absent when it was refused: then nothing of it is left. */
  readonly written?: T | undefined;
}

/** Views of readers that change, with what the state says of it. */
export interface Publication {
  readonly readers: ReaderChange;
  readonly changes: readonly StateChange[];
}

/** Relations that are removed, with what the state says of it. */
export interface Removal {
  /** Drops the relations, and views of readers. */
  readonly drop: (runner: SqlRunner) => Promise<void>;
  readonly changes: readonly StateChange[];
}

/** The warehouse and the state of one run, and the signal that stops it. */
export interface ProtocolParts {
  readonly warehouse: WarehouseAdapter;
  readonly state: StateStore;
  readonly signal: AbortSignal;
}

/**
 * How data, checks and state come to agree on an engine: the one place where `run/` depends on its transactions.
 *
 * `transactional` does each step in one transaction. An engine without full transactions needs a second implementation,
 * which converges instead: each step records its intent in the state first, does statements that may all be repeated,
 * and records last that it is done. A rerun after a kill at any statement then ends where an undisturbed run ends. For
 * such an implementation:
 *
 * - `create` may leave a relation that the state does not know: its name is never taken by another version, so a rerun
 *   drops it and makes it again, and `clean` removes it as an orphan.
 * - `update` must not let readers see refused rows: it writes to a staging table, checks the rows as they would stand,
 *   and changes the table by one atomic statement (`mergeRows`, or a new table and a moved view). Time counts as computed
 *   only after that statement; the intent says which time to compute again after a kill.
 * - `publish` cannot move several views at once: readers see some moved and some not until a rerun has ended. Views move
 *   in the order of `readers`, and the state follows; `pointReaders` may be repeated.
 * - `record` reads rows that may change before it writes what they were: it reads them from one snapshot of the table, and
 *   records the version of that snapshot.
 * - `remove` drops first and forgets then: a rerun drops relations that are gone already.
 */
export interface PublishProtocol {
  /** Makes a candidate and records it. Of one that fails nothing is left, or nothing that the state calls built. */
  create<T>(candidate: Candidate<T>): Promise<T>;
  /** Writes, checks and records; what a blocking check refuses leaves the table as it was. */
  update<T>(write: CheckedWrite<T>): Promise<Checked<T>>;
  /** Points readers and records it. */
  publish(publication: Publication): Promise<void>;
  /** Reads and records facts of a table whose rows stay as they are, as of one moment. */
  record<T>(work: (runner: SqlRunner) => Promise<T>): Promise<T>;
  /** Removes relations that no reader needs, and records it. */
  remove(removal: Removal): Promise<void>;
}

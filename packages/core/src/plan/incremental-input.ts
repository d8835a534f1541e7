import type { ColumnInfo } from "@sluice/sql/text";
import type { InputHashes } from "./data-inputs.js";
import type { TableValues } from "./evolve/merged-type.js";
import type { Fingerprint } from "./fingerprint/fingerprint.js";
import type { IntervalSet } from "../time/intervals/interval-set.js";
import type { IncrementalKind } from "../kinds/all-kinds.js";
import type { Model } from "../model/model.js";
import type { Project } from "../model/project/project.js";
import type { ModelVersion, StateSnapshot, VersionText } from "../state/state-store.js";
import type { PlanReason } from "../state/plan-reason.js";
import type { TimeInputData } from "./plan-inputs.js";
import type { TimeOptions } from "./plan-update.js";

/** Facts from which an incremental table or snapshot is planned. */
export interface IncrementalInput extends TimeOptions {
  readonly model: Model;
  readonly kind: IncrementalKind;
  readonly project: Project;
  readonly fingerprint: Fingerprint;
  /** The version of the model as it is now: built for it, or taken over. */
  readonly own: ModelVersion | undefined;
  readonly state: StateSnapshot;
  /** True when the relation exists in the system schema. */
  readonly exists: (physical: string) => boolean;
  /** The columns and queries that versions were made from, by physical relation. */
  readonly texts: ReadonlyMap<string, VersionText>;
  /** Columns the table should have. */
  readonly columns: readonly ColumnInfo[];
  /** Values of tables whose columns get other types, by physical relation, as far as they were counted. */
  readonly values?: ReadonlyMap<string, TableValues> | undefined;
  /** Rows of published tables, by physical relation, as far as they were counted. */
  readonly rows?: ReadonlyMap<string, number> | undefined;
  /** Hashes over the content of what it reads. */
  readonly hashes: InputHashes;
  /** The published table has read all data of its inputs: they differ by edits alone, if at all. */
  readonly areRowsRead: boolean;
  /** Relations that its query takes by time. */
  readonly timeInputs: readonly TimeInputData[];
  /** Time that what it reads is filled with for the first time. */
  readonly newIntervals: IntervalSet;
  /** True for a table that others see, who would see rows of this environment in it. */
  readonly isForeign: (version: ModelVersion) => boolean;
  /** True for a table that production shows, and whose inputs hold other data here. */
  readonly isOfOtherData: (version: ModelVersion) => boolean;
  /** The environment reads another content of a seed than production publishes. */
  readonly readsOtherData: boolean;
  /** Why it is brought up to date although nothing changed; undefined where nothing says so. */
  readonly staleness: PlanReason | undefined;
  /** Its rows follow from `$now`. */
  readonly readsNow: boolean;
  /** It begins anew. */
  readonly rebuild: boolean;
  /** The query or the options of the published version give other rows. */
  readonly isOwnEdit: boolean;
  /** An edit keeps the rows there are, as `forward_only` of the kind says. */
  readonly forwardOnly: boolean;
}

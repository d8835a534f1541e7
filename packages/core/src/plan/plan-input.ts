import type { ColumnInfo } from "@sluice/sql/text";
import type { ModelChange } from "@sluice/sql/change";
import type { TableValues } from "./evolve/merged-type.js";
import type { Fingerprint } from "./fingerprint/fingerprint.js";
import type { Graph } from "../project/resolve/graph.js";
import type { Faults } from "../project/validate/faults.js";
import type { StateSnapshot, VersionText } from "../state/state-store.js";
import type { TimeOptions } from "./plan-update.js";
import type { PlanOptions } from "./plan.js";

/** What a plan is made from. */
export interface PlanInput {
  readonly graph: Graph;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly state: StateSnapshot;
  /** Fingerprints of the content of sources, by name. */
  readonly sources: ReadonlyMap<string, string>;
  /** What edits do to models, by name; undefined where nothing is compared. */
  readonly changes?: ReadonlyMap<string, ModelChange> | undefined;
  /** The same with the content and columns of seeds left out: effects of edits of queries and options alone. */
  readonly logic?: ReadonlyMap<string, ModelChange> | undefined;
  /** Incremental models whose `logic` is compared with the relations that their published table was last computed from. */
  readonly exact?: ReadonlySet<string> | undefined;
  /** Relations that exist: physical ones by name, and those in the schemas of readers as `schema.name`, in lower case. */
  readonly existing: {
    readonly physical: ReadonlySet<string>;
    readonly views: ReadonlyMap<string, "table" | "view">;
  };
  /** Relations whose data, or those of what they read, are at fault: they are not built. @default none */
  readonly faults?: Faults | undefined;
  /** Chosen models; undefined chooses all. */
  readonly selected?: ReadonlySet<string> | undefined;
  /** Columns of models as bound. */
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[]>;
  /** What versions of kept tables were made from, by physical relation. */
  readonly texts: ReadonlyMap<string, VersionText>;
  /** Values of kept tables that casts of their columns would change, by physical relation. */
  readonly values?: ReadonlyMap<string, TableValues> | undefined;
  /** Rows of published incremental tables that the plan may begin anew, by physical relation. */
  readonly rows?: ReadonlyMap<string, number> | undefined;
  /** Models that stay as readers see them, whatever changed: a run of what is due leaves all others alone. */
  readonly hold?: ReadonlySet<string> | undefined;
  /** Models whose tick has come: those that read the clock are built again, on the same day too. */
  readonly due?: ReadonlySet<string> | undefined;
  /** Models with checks that follow from the run's time: they are judged with what reads them, built or not. */
  readonly usesNow?: ReadonlySet<string> | undefined;
  /** Build the selected models, or all, although nothing changed. @default false */
  readonly force?: boolean | undefined;
  /** As `force`, and their incremental tables begin anew. @default false */
  readonly rebuild?: boolean | undefined;
  /** Edits of the selected kept tables keep the rows there are. @default false */
  readonly forwardOnly?: boolean | undefined;
  readonly time?: TimeOptions | undefined;
  /** What the plan was asked for. */
  readonly options?: PlanOptions | undefined;
}

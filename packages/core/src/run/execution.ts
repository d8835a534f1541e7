import type { Dialect } from "../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { SqlValue } from "../warehouse/values.js";
import type { WarehouseAdapter } from "../warehouse/warehouse-adapter.js";
import type { Check, CheckEngine, CheckResult } from "../model/check/check.js";
import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { Batches } from "../state/events/event.js";
import type { StateBefore } from "../plan/state-before.js";
import type { Plan, PlanNode } from "../plan/plan.js";
import type { Graph } from "../project/resolve/graph.js";
import type { NameIndex } from "../project/resolve/name-index.js";
import type { PublishProtocol } from "./protocols/protocol.js";
import type { StateStore } from "../state/state-store.js";

/** Everything the steps of one run share. */
export interface Execution {
  readonly runId: string;
  readonly plan: Plan;
  /** The state before the run. */
  readonly before: StateBefore;
  /** Nodes of the plan by name. */
  readonly planned: ReadonlyMap<string, PlanNode>;
  readonly graph: Graph;
  readonly columns: ReadonlyMap<string, readonly ColumnInfo[]>;
  readonly checks: ReadonlyMap<string, readonly Check[]>;
  readonly checkEngine: CheckEngine;
  readonly warehouse: WarehouseAdapter;
  readonly state: StateStore;
  /** How data, checks and state are published together on this engine. */
  readonly protocol: PublishProtocol;
  readonly dialect: Dialect;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  readonly signal: AbortSignal;
  /** SQL text of the physical relation of a model, or of a source, by full name. */
  readonly physicalSql: (name: string) => string;
  /** What the names in checks may mean. */
  readonly index: NameIndex;
  /** Told beside the results. */
  readonly warn: (diagnostic: Diagnostic) => void;
  /** Models of the plan that failed or were not built so far, with the model whose failure is the cause. */
  readonly unavailable: Map<string, string>;
  /** Contents of kept tables as they turned out, by model. */
  readonly dataVersions: Map<string, string>;
  /** Models beside those of the plan whose sources are judged by the run's time. */
  readonly judged: readonly string[];
  /** Results of the checks of ephemeral models, which run once however many models read them. */
  readonly inlined: Map<string, Promise<readonly CheckResult[]>>;
  /** Rows of tables that are known, by model: of reused versions, and of those built so far. */
  readonly rows: Map<string, number>;
  readonly progress: (node: string, rows: number, batches?: Batches) => void;
}

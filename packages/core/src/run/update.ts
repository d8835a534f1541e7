import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { tableDataVersion } from "../plan/data-version.js";
import type { PlanUpdate } from "../plan/plan-update.js";
import type { IncrementalNode, ReusedNode } from "../plan/planned-node.js";
import { utcDay } from "../plan/untracked.js";
import type { ModelNode } from "../project/resolve/graph.js";
import type { InputComparison } from "../state/state-store.js";
import { actualInputs, physicalReads } from "./actual-inputs.js";
import type { Execution } from "./execution.js";

/** An incremental table that is brought up to date, or whose inputs are compared. */
export interface Update {
  readonly node: ModelNode;
  readonly planned: IncrementalNode | ReusedNode;
  readonly update: PlanUpdate;
  readonly execution: Execution;
}

/** Effects of an update that are recorded. */
export interface RecordedChange {
  /** The table has other rows. */
  readonly changed: boolean;
  readonly dueAt?: number | undefined;
  /** Left as it is recorded when absent. */
  readonly comparison?: InputComparison | undefined;
}

/** Records that the table was brought up to date, in the transaction that does it, and whether it holds something else now. */
export async function recordChange(
  { planned, update, execution }: Update,
  tx: SqlRunner,
  { changed, dueAt, comparison }: RecordedChange,
): Promise<void> {
  const revision = changed ? update.revision : update.revision - 1;
  execution.dataVersions.set(planned.name, tableDataVersion(planned.physical, revision));
  const change = {
    revision,
    inputs: actualInputs(planned, execution),
    day: utcDay(execution.plan.now),
    // A restatement computes its range alone, with readers of an edit that is published and that they have not taken in.
    ...(execution.plan.options.restate === undefined && {
      reads: physicalReads(planned, execution),
    }),
    dueAt: update.readsNow === true ? Date.parse(execution.plan.now) + 1 : dueAt,
    comparison,
  };
  const { physical } = planned;
  await execution.state.commit([{ type: "update version", physical, change }], tx);
}

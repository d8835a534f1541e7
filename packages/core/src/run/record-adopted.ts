import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import type { StateSnapshot } from "../state/state-store.js";
import { physicalReads } from "./actual-inputs.js";
import type { Execution } from "./execution.js";
import { versionText } from "./version-text.js";

/** Records the versions that edited models take over from before: another name of a relation that is there. */
export async function recordAdopted(
  tx: SqlRunner,
  execution: Execution,
  before: StateSnapshot,
): Promise<void> {
  const { plan, graph, state, runId } = execution;
  for (const planned of plan.nodes) {
    const node = graph.nodes.get(planned.name);
    if (planned.adopts !== true || !node) continue;
    const version = before.relations.get(planned.physical)?.[0];
    if (!version) continue;
    const { fingerprint, definition, generation } = planned;
    // A table that is brought up to date has read its inputs only when it is.
    const inputs = planned.action === "build" ? version.inputs : planned.inputs;
    await state.recordVersion(
      tx,
      {
        ...version,
        ...versionText(node, execution),
        fingerprint,
        definition,
        generation,
        inputs,
        reads: physicalReads(planned, execution),
      },
      runId,
    );
  }
}

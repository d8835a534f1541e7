import type { StateChange } from "../state/state-change.js";
import { isBuilt } from "../plan/planned-node.js";
import { physicalReads } from "./actual-inputs.js";
import type { Execution } from "./execution.js";
import { versionText } from "./version-text.js";

/** Versions that edited models take over from before: another name of a relation that is there. */
export function adoptedVersions(execution: Execution): readonly StateChange[] {
  const { plan, graph, runId, before } = execution;
  return plan.nodes.flatMap((planned): readonly StateChange[] => {
    const node = graph.nodes.get(planned.name);
    const read = "adopts" in planned ? planned.adopts : undefined;
    if (read === undefined || !node) return [];
    const version = before.relations.get(planned.physical)?.[0];
    if (!version) return [];
    const { fingerprint, definition, generation } = planned;
    // A table that is brought up to date has read its inputs only when it is.
    const inputs = isBuilt(planned) ? version.inputs : read;
    const adopted = {
      ...version,
      ...versionText(node, execution),
      fingerprint,
      definition,
      generation,
      inputs,
      reads: physicalReads(planned, execution),
    };
    return [{ type: "add version", version: adopted, runId }];
  });
}

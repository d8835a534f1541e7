import type { PlanNode } from "../plan/plan.js";
import { utcDay } from "../plan/volatile.js";
import type { ModelVersion } from "../state/state-store.js";
import type { Execution } from "./execution.js";

/** What the plan says of a version that is recorded. */
export function plannedVersion(
  planned: PlanNode,
  { plan }: Pick<Execution, "plan">,
): Pick<
  ModelVersion,
  "model" | "fingerprint" | "definition" | "metadata" | "generation" | "physical" | "day"
> {
  const { name, fingerprint, definition, metadataFingerprint, generation, physical } = planned;
  const day = utcDay(plan.now);
  return {
    model: name,
    fingerprint,
    definition,
    metadata: metadataFingerprint,
    generation,
    physical,
    day,
  };
}

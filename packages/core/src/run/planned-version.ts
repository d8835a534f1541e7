import type { PlanNode } from "../plan/plan.js";
import { utcDay } from "../plan/untracked.js";
import type { ModelVersion } from "../state/state-store.js";
import { checkRecord } from "./actual-inputs.js";
import type { Execution } from "./execution.js";

/** What the plan says of a version that is recorded. */
export function plannedVersion(
  planned: PlanNode,
  execution: Pick<Execution, "plan" | "planned" | "dataVersions" | "unavailable">,
): Pick<
  ModelVersion,
  "model" | "fingerprint" | "definition" | "metadata" | "generation" | "physical" | "day"
> {
  const { name, fingerprint, definition, generation, physical } = planned;
  const day = utcDay(execution.plan.now);
  return {
    model: name,
    fingerprint,
    definition,
    metadata: checkRecord(planned, execution),
    generation,
    physical,
    day,
  };
}

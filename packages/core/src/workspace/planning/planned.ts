import type { PlanInput } from "../../plan/plan-input.js";
import type { Plan } from "../../plan/plan.js";
import type { StateSnapshot } from "../../state/state-store.js";

/** A plan and the whole state it was made from, without views that somebody dropped. */
export interface Planned {
  readonly plan: Plan;
  readonly state: StateSnapshot;
}

/** Parts of a plan's input that are chosen when project and state are known. */
export type PlanChoice = Pick<
  PlanInput,
  "selected" | "hold" | "due" | "force" | "rebuild" | "forwardOnly" | "time" | "options"
> &
  Partial<Pick<PlanInput, "fingerprints" | "changes" | "logic">>;

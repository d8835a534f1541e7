import type { PlanInput } from "../../plan/plan-input.js";
import type { Plan } from "../../plan/plan.js";
import type { AppliedCrons } from "../../state/applied-cron.js";
import type { StateSnapshot } from "../../state/state-store.js";

/** A plan and the state it was made from, as far as the warehouse bears it out. */
export interface Planned {
  readonly plan: Plan;
  readonly before: StateSnapshot;
  /** Crons that the plan applies, and ticks that it meets; a build's are all models' as of its `$now`. */
  readonly ticks?: AppliedCrons | undefined;
  /** Models beside those of the plan whose sources are judged by the run's time. @default none */
  readonly judged?: readonly string[] | undefined;
}

/** Parts of a plan's input that are chosen when project and state are known. */
export type PlanChoice = Pick<
  PlanInput,
  "selected" | "hold" | "due" | "force" | "rebuild" | "forwardOnly" | "time" | "options"
> &
  Partial<Pick<PlanInput, "fingerprints" | "changes" | "logic">>;

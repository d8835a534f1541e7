import type { NodeResult } from "../events/event.js";

/** What became of a node, without what follows from the plan. */
export type Outcome = Pick<NodeResult, "status"> & Partial<NodeResult>;

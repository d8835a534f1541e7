import { isBuilt, isReused, type PlanNode } from "@sluice/core";

/** The action of a node in the three words that people and documents see. */
export function nodeAction(node: PlanNode): "build" | "reuse" | "blocked" {
  if (isBuilt(node)) return "build";
  return isReused(node) ? "reuse" : "blocked";
}

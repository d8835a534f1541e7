import {
  isBuilt as isBuiltNode,
  isReused,
  updateOf,
  type NodeReview,
  type Plan,
  type PlanNode,
  type PlanReview,
} from "@sluice/core";

/** A model of a plan with what is known of it. */
export interface ReviewedNode {
  readonly node: PlanNode;
  readonly review: NodeReview;
}

/** A plan as it is shown and asked about. */
export interface ReviewedPlan {
  readonly plan: Plan;
  /** The environment shows nothing yet. */
  readonly isNew: boolean;
  /** There is nothing to do. */
  readonly isIdle: boolean;
  readonly nodes: readonly ReviewedNode[];
}

/** Puts a plan and its review together. */
export function reviewedPlan(plan: Plan, review: PlanReview): ReviewedPlan {
  const reviews = new Map(review.nodes.map((node) => [node.name, node]));
  const nodes = plan.nodes.map((node) => ({
    node,
    review: reviews.get(node.name) ?? {
      name: node.name,
      isPromoted: false,
      isSeenByProduction: false,
      restatedFor: [],
    },
  }));
  const isKept = (one: ReviewedNode) =>
    !isBuilt(one) &&
    !isBlocked(one) &&
    !isPromotedOnly(one) &&
    one.node.action !== "recheck" &&
    !isCompared(one);
  const isIdle =
    nodes.every(isKept) &&
    plan.removed.length + plan.moved.length === 0 &&
    plan.changes.every((change) => change.category === "unchanged");
  return { plan, isNew: review.isNew, isIdle, nodes };
}

export function isBuilt({ node }: ReviewedNode): boolean {
  return isBuiltNode(node);
}

/** It has computed time that is not restated, and the build compares its inputs with those it was computed from. */
export function isCompared({ node }: ReviewedNode): boolean {
  const update = updateOf(node);
  if (update === undefined || update.done.length === 0 || update.restated) return false;
  return update.inputs?.some(({ changed }) => changed) === true;
}

/** It cannot be built, and neither can what reads it. */
export function isBlocked({ node }: ReviewedNode): boolean {
  return node.action === "blocked";
}

/** Readers are pointed to a relation that is there already. */
export function isPromotedOnly(one: ReviewedNode): boolean {
  return isReused(one.node) && one.review.isPromoted;
}

/** How many models are built, only promoted, left as they are, removed, shown under another name, and blocked. */
export function planSummary({ nodes, plan }: ReviewedPlan) {
  const build = nodes.filter(isBuilt).length;
  const promote = nodes.filter(isPromotedOnly).length;
  const blocked = nodes.filter(isBlocked).length;
  const reuse = nodes.length - build - promote - blocked;
  const { removed, moved } = plan;
  return { build, promote, reuse, remove: removed.length, move: moved.length, blocked };
}

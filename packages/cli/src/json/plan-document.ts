import { copyOf, updateOf, type PlanNode } from "@sluice/core";
import { nodeAction } from "../plan/node-action.js";
import { planSummary, type ReviewedNode, type ReviewedPlan } from "../plan/reviewed-plan.js";
import { problem } from "./documents.js";
import type { PlanDocument, PlannedNodeDocument } from "./plan-parts.js";

/** A plan as it stands in a document. */
export function planDocument(reviewed: ReviewedPlan): PlanDocument {
  const { plan, isNew, isIdle, nodes } = reviewed;
  return {
    target: plan.target,
    environment: plan.environment,
    new_environment: isNew,
    now: plan.now,
    state_version: plan.stateVersion,
    idle: isIdle,
    changes: plan.changes.map(({ name, category, because, changed, added, removed }) => ({
      name,
      category,
      because,
      columns: changed === "all" ? null : [...changed],
      added: [...added],
      removed: [...removed],
    })),
    nodes: nodes.map(plannedNode),
    removed: [...plan.removed],
    moved: plan.moved.map((view) => ({ ...view })),
    summary: planSummary(reviewed),
  };
}

function plannedNode({ node, review }: ReviewedNode): PlannedNodeDocument {
  return {
    name: node.name,
    kind: node.kind,
    action: nodeAction(node),
    reason: node.reason,
    version: node.version,
    physical: node.physical,
    shown: review.shown ?? null,
    promoted: review.isPromoted,
    seen_by_production: review.isSeenByProduction,
    restated_for: [...review.restatedFor],
    recheck: node.action === "recheck",
    estimated_rows: review.estimatedRows ?? null,
    query: review.query ? { before: review.query.before ?? null, after: review.query.after } : null,
    update: plannedUpdate(node),
    blocked_by: node.action === "blocked" ? node.blockedBy : null,
    errors: node.action === "blocked" ? (node.faults ?? []).map(problem) : [],
  };
}

function plannedUpdate(node: PlanNode): PlannedNodeDocument["update"] {
  const update = updateOf(node);
  if (update === undefined) return null;
  const copy = copyOf(node);
  return {
    grain: update.grain ?? null,
    time_zone: update.zone ?? null,
    intervals: [...(update.intervals ?? [])],
    grains: update.grains ?? null,
    batches: update.batches ?? null,
    restated: [...(update.restated ?? [])],
    inputs: (update.inputs ?? []).map(({ name, changed, untracked }) => ({
      name,
      changed,
      tracked: untracked !== true,
    })),
    late_inputs: (update.late ?? []).map(({ input, ranges, commands }) => ({
      input,
      ranges: [...ranges],
      commands: [...commands],
    })),
    partial: update.partial === true,
    copies: copy?.from ?? null,
    added: [...(copy?.added ?? [])],
    destructive: [...(update.destructive ?? [])],
  };
}

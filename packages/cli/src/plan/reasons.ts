import {
  isBuilt,
  isFromFile,
  type BlockedNode,
  type Plan,
  type PlanNode,
  type PlanReason,
  type ReusedNode,
} from "@sluice/core";
import { listed } from "../render/amounts.js";
import { comparisonText, lateTexts } from "./render-inputs.js";
import type { ReviewedNode, ReviewedPlan } from "./reviewed-plan.js";

const texts: Readonly<Record<PlanReason, string>> = {
  new: "nothing is built of it",
  "definition changed": "its definition is another than that of the version readers see",
  "parent changed": "what it reads is another",
  "data changed": "what it reads may have changed without a trace",
  "day changed": "it uses today's date and was built on another day",
  "reads the clock": "it reads the clock, and time has moved on",
  "not deterministic": "its query calls functions whose values differ from run to run",
  "rows due": "rows that were dated after `$now` are due now",
  missing: "its table is gone from the warehouse",
  "previously failed": "a check refused the version built before",
  interrupted: "the run that built it ended before its checks did",
  forced: "asked for by --force or --rebuild",
  "columns changed": "its table has other columns than its query",
  restated: "time of it, or of what it reads, is computed again",
  "restatement unfinished": "a restatement of it was begun and has not come to its end",
  "intervals missing": "time of it is not computed yet",
  "late input": "rows that it reads may have changed in time that is computed",
  refused: "it cannot be built",
  "parent refused": "what it reads cannot be built",
  unchanged: "the same version is built already, from the same inputs",
};

/** Tells why a plan builds a model, or does not, as a sentence without its full stop. */
export function explainer({ plan }: ReviewedPlan): (one: ReviewedNode) => string {
  const built = new Set(plan.nodes.filter(isBuilt).map(({ name }) => name));
  const edits = new Map(plan.changes.map(({ name, because }) => [name, because]));
  return ({ node, review }) => {
    const because = edits.get(node.name) ?? "";
    if (isBuilt(node)) {
      const parents = node.reads.filter((name) => built.has(name));
      const why = because !== "" && isEdit(node.reason) ? because : reasonText(node, parents);
      return why + groupText(node, plan);
    }
    if (node.action === "blocked") return blockedText(node);
    const base = because === "" ? reusedText(node) : `${because}; what is built stays`;
    const promoted = review.isPromoted ? `; ${plan.environment} is only shown it` : "";
    const recheck =
      node.action === "recheck"
        ? "; its checks run again, since they or what they read changed"
        : "";
    return base + promoted + recheck + groupText(node, plan);
  };
}

/** Computed time stays computed, whatever rows came late into it. */
function reusedText({ update }: ReusedNode): string {
  if (update?.grain === undefined) return texts.unchanged;
  const { inputs = [], late = [] } = update;
  const changed = inputs.filter((input) => input.changed);
  const notes = [...lateTexts(late, update.zone), ...changed.map(comparisonText)];
  if (notes.length > 0) return ["all of its time is computed", ...notes].join("; ");
  return inputs.length === 0
    ? "all of its time is computed; rows that came late into it count once it is restated"
    : `all of its time is computed, and ${listed(inputs.map(({ name }) => name))} ${inputs.length === 1 ? "has" : "have"} the rows that it was computed from`;
}

/** Models that a model is published with, because their checks read each other. */
function groupText({ name, group }: PlanNode, { nodes }: Plan): string {
  if (group === undefined) return "";
  const others = nodes.filter((node) => node.group === group && node.name !== name);
  return `; published together with ${listed(others.map((node) => node.name))} or not at all`;
}

function blockedText({ name, blockedBy, faults = [], reason }: BlockedNode): string {
  const [fault] = faults;
  if (fault) return fault.message.replace(/\.$/, "");
  return blockedBy === name ? texts[reason] : `${blockedBy}, which it reads, cannot be built`;
}

/** Reasons that the deciding edit says better. */
function isEdit(reason: PlanReason): boolean {
  return reason === "definition changed" || reason === "parent changed";
}

function reasonText({ kind, reason, group }: PlanNode, parents: readonly string[]): string {
  if (reason === "previously failed" && group !== undefined)
    return "the version built before was refused by a check, its own or of a model that it is published with";
  if (reason === "data changed" && isFromFile({ type: kind })) return "its file has other content";
  if (reason === "parent changed" && parents.length > 0)
    return `${listed(parents)}, which it reads, ${parents.length === 1 ? "is" : "are"} built anew`;
  return texts[reason];
}

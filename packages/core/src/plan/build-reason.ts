import { isFromFile, kindOf } from "../kinds/all-kinds.js";
import type { ModelNode } from "../project/resolve/graph.js";
import type { PlanReason } from "../state/plan-reason.js";
import { publishedModel, publishedVersion } from "../state/published-version.js";
import type { ModelVersion } from "../state/state-store.js";
import { hasRead } from "./data-inputs.js";
import { mayPinNow } from "./fingerprint/pinned-now.js";
import type { PlanInput } from "./plan-input.js";
import { isForced, type About, type Planning } from "./planning.js";
import { isOfAnotherDay } from "./staleness.js";

/** The reason for which a relation is made as a whole, or `unchanged`. */
export function buildReason(about: About, known: ModelVersion | undefined): PlanReason {
  const { node, hashes, planning } = about;
  const { input, volatile, unstable } = planning;
  const { name } = node.model;
  if (!known) return reasonForNew(about);
  if (known.status === "failed") return "previously failed";
  if (known.status === "unchecked") return "interrupted";
  if (!input.existing.physical.has(known.physical.toLowerCase())) return "missing";
  if (known.restating === true) return "restatement unfinished";
  if (!hasRead(known, hashes)) return "parent changed";
  if (isForced(name, input)) return "forced";
  if (isRestated(node, input)) return "restated";
  if (isOfAnotherDay(node, known, planning)) return "day changed";
  if (volatile.has(name)) return "data changed";
  return unstable.get(name) ?? "unchanged";
}

/** The reason for a version that was never built. */
function reasonForNew({ node, fingerprint, planning }: About): PlanReason {
  const before = publishedVersion(planning.input.state, node.model.name);
  if (!before) return "new";
  if (before.definition !== fingerprint.definition)
    return isFromFile(node.model.kind) ? "data changed" : "definition changed";
  return isOfOtherNow(node, planning) ? "reads the clock" : "parent changed";
}

/** True for a model that uses a given `$now` and whose parents are the versions that readers see. */
function isOfOtherNow(node: ModelNode, { input }: Planning): boolean {
  const { graph, state, fingerprints } = input;
  const isSame = (name: string) =>
    !graph.nodes.has(name) ||
    publishedModel(state, name)?.fingerprint === fingerprints.get(name)?.data;
  return graph.project.now.pinned && mayPinNow(node) && node.parents.every(isSame);
}

/** A view shows what its inputs hold, and a file's content has no time. */
function isRestated({ model }: ModelNode, { time }: PlanInput): boolean {
  return kindOf(model.kind).isRestatable && time?.restate?.has(model.name) === true;
}

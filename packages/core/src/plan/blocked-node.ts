import type { Diagnostic } from "../base/errors/sluice-error.js";
import { isIncremental } from "../kinds/all-kinds.js";
import type { ModelNode } from "../project/resolve/graph.js";
import { versionOf } from "../state/published-version.js";
import type { PublishedModel } from "../state/state-store.js";
import { relationDataVersion } from "./data-version.js";
import type { PlanInput } from "./plan-input.js";
import type { PlanNode } from "./plan.js";
import type { NodeBase } from "./planned-node.js";

/** Reason why a node cannot be built. */
export interface Blocked {
  /** The relation whose fault it is. */
  readonly by: string;
  /** Absent where a blocked model that the node reads says why. */
  readonly faults?: readonly Diagnostic[] | undefined;
}

/** The fault that stops a model, or one of the planned models that it reads; undefined where it can be built. */
export function blockedBy(
  { model }: ModelNode,
  reads: readonly PlanNode[],
  { faults }: Pick<PlanInput, "faults">,
): Blocked | undefined {
  const read = reads.find((node) => node.action === "blocked");
  if (read) return { by: read.blockedBy };
  const own = faults?.get(model.name);
  if (!own) return undefined;
  if (own.type === "own") return { by: model.name, faults: own.diagnostics };
  const origin = faults?.get(own.from);
  return { by: own.from, faults: origin?.type === "own" ? origin.diagnostics : [] };
}

/** Inputs of a node, and the state of its readers' views. */
export interface Read extends Pick<PlanInput, "state"> {
  readonly reads: readonly PlanNode[];
  readonly sources: readonly string[];
}

/** A node that stays as readers see it. */
export function publishedNode(node: ModelNode, shown: PublishedModel, read: Read): PlanNode {
  return { ...publishedBase(node, shown, read), action: "reuse" };
}

function publishedBase(
  { model }: ModelNode,
  shown: PublishedModel,
  { reads, sources, state }: Read,
): NodeBase {
  const version = versionOf(state, shown);
  const isView = version?.relation === "view";
  const revision = isIncremental(model.kind) ? (version?.revision ?? 0) : undefined;
  return {
    name: model.name,
    kind: model.kind.type,
    reason: "unchanged",
    fingerprint: shown.fingerprint,
    version: shown.fingerprint.slice(0, 8),
    metadataFingerprint: shown.metadata,
    physical: shown.physical,
    generation: version?.generation ?? 1,
    definition: version?.definition ?? "",
    inputs: version?.inputs ?? "",
    dataVersion: relationDataVersion(shown.physical, { isView, reads, revision }),
    reads: reads.map((read) => read.name),
    sources,
    after: reads.map((read) => read.name),
  };
}

/** A node that cannot be built: readers go on to see what they see, if they see anything of it. */
export function blockedNode(node: ModelNode, { by, faults }: Blocked, read: Read): PlanNode {
  const { name, schema, table } = node.model;
  const nothing = { model: name, schema, view: table, physical: "", fingerprint: "", metadata: "" };
  return {
    ...publishedBase(node, read.state.published.get(name) ?? nothing, read),
    action: "blocked",
    reason: faults ? "refused" : "parent refused",
    blockedBy: by,
    ...(faults && { faults }),
  };
}

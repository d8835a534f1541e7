import { isView } from "../kinds/all-kinds.js";
import type { ModelNode } from "../project/resolve/graph.js";
import type { ModelVersion } from "../state/state-store.js";
import { adoptedVersion } from "./adopted-version.js";
import { blockedBy, blockedNode, publishedNode, type Read } from "./blocked-node.js";
import { buildReason } from "./build-reason.js";
import { currentVersion, isFormer } from "./current-version.js";
import { dataHash, dataInputs, hasRead, type InputHashes } from "./data-inputs.js";
import { inputsHash, relationDataVersion } from "./data-version.js";
import { incrementalPart } from "./incremental-part.js";
import { nodeRelation, type NodeRelation } from "./node-relation.js";
import type { IncrementalPlan } from "./plan-incremental.js";
import type { PlanNode } from "./plan.js";
import type { NodeBase } from "./planned-node.js";
import type { About, Planning } from "./planning.js";

export function planNode(node: ModelNode, planning: Planning): PlanNode {
  const { input, planned } = planning;
  const { name } = node.model;
  const direct = planning.inputs.get(name);
  const reads = (direct?.models ?? []).flatMap((parent) => planned.get(parent) ?? []);
  const sources = (direct?.sources ?? []).map((source) => input.sources.get(source) ?? "");
  const read = { reads, sources, state: input.state };
  const shown = input.hold?.has(name) === true ? input.state.published.get(name) : undefined;
  if (shown) return publishedNode(node, shown, read);
  const blocked = blockedBy(node, reads, input);
  return blocked ? blockedNode(node, blocked, read) : planVersion(node, planning, read);
}

/** Chooses the version that a model gets, and what is done for it. */
function planVersion(node: ModelNode, planning: Planning, read: Read): PlanNode {
  const { data, about } = aboutModel(node, planning, read);
  const incremental = incrementalPart(about);
  if (incremental && "refused" in incremental)
    return blockedNode(node, { by: node.model.name, faults: [incremental.refused] }, read);
  const known = incremental ? incremental.version : about.own;
  const reason = incremental?.reason ?? buildReason(about, known);
  const isMade = incremental ? incremental.isNew : reason !== "unchanged";
  const relation = nodeRelation(about, { known, isMade });
  const { physical, generation } = relation;
  const { fingerprint, hashes, reads } = about;
  const isOfView = isView(node.model.kind);
  const revision = incremental?.update.revision;
  const dataVersion = relationDataVersion(physical, { isView: isOfView, reads, revision });
  const names = reads.map((one) => one.name);
  const base: NodeBase = {
    name: node.model.name,
    kind: node.model.kind.type,
    reason,
    fingerprint: fingerprint.data,
    version: fingerprint.data.slice(0, 8),
    metadataFingerprint: fingerprint.metadata,
    physical,
    generation,
    definition: fingerprint.definition,
    inputs: hashes.inputs,
    ...(data && { dataInputs: data }),
    dataVersion,
    reads: names,
    sources: read.sources,
    after: names,
  };
  const isTaken = about.isAdopted && known?.physical === physical;
  const adopts = isTaken ? inputsRead(known, hashes) : undefined;
  const isOther = isOfView && planning.shown.changesUnder(node.model.name, dataVersion);
  const isRechecked = isOther && node.model.checks.length > 0;
  return withAction(base, { relation, incremental, known, adopts, isRechecked });
}

/** The inputs that a version has read: those of now, or those of before where a table computes no time from them. */
function inputsRead(version: ModelVersion, hashes: InputHashes): string {
  return hasRead(version, hashes) ? hashes.inputs : version.inputs;
}

/** Facts of a model that its version is chosen by. */
function aboutModel(node: ModelNode, planning: Planning, { reads, sources }: Read) {
  const { input, volatile, unstable } = planning;
  const { name, kind } = node.model;
  const fingerprint = input.fingerprints.get(name) ?? { data: "", definition: "", metadata: "" };
  const ofView = isView(kind);
  const data = dataInputs(node, {
    ...input,
    planned: planning.planned,
    isUntracked: (one) => volatile.has(one) || unstable.has(one),
  });
  const relations = inputsHash(reads, { isView: ofView, sources });
  const hashes = { inputs: data ? dataHash(data) : relations, relations };
  const found = currentVersion({ ...node, fingerprint: fingerprint.data, ...hashes }, input);
  const mayAdopt = !ofView && (found === undefined || isFormer(node.model, found, input));
  const adopted = mayAdopt ? adoptedVersion(node, hashes, planning) : undefined;
  const isAdopted = adopted !== undefined;
  const own = adopted ?? found;
  const about: About = { node, fingerprint, hashes, reads, planning, own, isAdopted };
  return { data, about };
}

/** Decisions about a model, which its action follows from. */
interface Decided {
  readonly relation: NodeRelation;
  readonly incremental: IncrementalPlan | undefined;
  readonly known: ModelVersion | undefined;
  readonly adopts: string | undefined;
  readonly isRechecked: boolean;
}

/** The node with its action, and the fields that the action has. */
function withAction(
  base: NodeBase,
  { relation, incremental, known, adopts, isRechecked }: Decided,
): PlanNode {
  const { reason } = base;
  const taken = adopts === undefined ? {} : { adopts };
  const replaced = relation.replaces === undefined ? {} : { replaces: relation.replaces };
  if (reason === "unchanged") {
    const update = incremental && { update: incremental.update };
    return { ...base, action: isRechecked ? "recheck" : "reuse", ...taken, ...update };
  }
  if (!incremental) {
    const restates = reason === "restated" ? known?.physical : undefined;
    return { ...base, action: "build", ...replaced, ...restated(restates) };
  }
  const { update, copy, origin, isNew } = incremental;
  const marked = restated(incremental.restates);
  if (!isNew) return { ...base, action: "update", update, ...taken, ...marked, passed: false };
  const made = { update, ...replaced, ...(origin !== undefined && { origin }) };
  return copy
    ? { ...base, action: "copy", ...made, copy, ...marked }
    : { ...base, action: "create", ...made };
}

/** A table that is built anew is the same as before until then: its version of before has the mark. */
function restated(physical: string | undefined): { readonly restates?: string } {
  return physical === undefined ? {} : { restates: physical };
}

import type { Fingerprint } from "./fingerprint/fingerprint.js";
import { mayPinNow } from "./fingerprint/pinned-now.js";
import { isFromFile, isIncremental, isView, kindOf } from "../kinds/all-kinds.js";
import type { ModelNode } from "../project/resolve/graph.js";
import { readsNow } from "../project/resolve/unstable-models.js";
import type { ModelVersion } from "../state/state-store.js";
import { PRODUCTION } from "../model/names.js";
import { publishedModel, publishedVersion } from "../state/published-version.js";
import { blockedBy, blockedNode, publishedNode, type Read } from "./blocked-node.js";
import type { PlanInput } from "./plan-input.js";
import type { PublishedVersions } from "./adopt.js";
import { dataOwner, inputsHash, relationDataVersion } from "./data-version.js";
import { dataHash, dataInputs, hasRead, isDataHash, type InputHashes } from "./data-inputs.js";
import type { DirectInputs } from "./direct-inputs.js";
import { newIntervalsRead, type NewIntervals } from "./new-intervals.js";
import { inputsOf } from "./plan-inputs.js";
import { isForeignWrite, isFormer, currentVersion } from "./current-version.js";
import { planIncremental, type IncrementalPlan } from "./plan-incremental.js";
import { freeGeneration, physicalName } from "./physical-name.js";
import type { PlanNode } from "./plan.js";
import type { PlanReason } from "../state/plan-reason.js";
import { isOfAnotherDay, staleness } from "./staleness.js";

/** What planning the nodes of a graph shares. */
export interface Planning {
  readonly input: PlanInput;
  /** Nodes planned so far: those a node reads are among them. */
  readonly planned: ReadonlyMap<string, PlanNode>;
  /** What of time they will have that their readers have not seen. */
  readonly news: NewIntervals;
  /** Those that are made from other data than production's. */
  readonly ownData: ReadonlySet<string>;
  /** Relations whose data may change without a trace. */
  readonly untracked: ReadonlySet<string>;
  /** Those that are made from another content of a seed than production publishes. */
  readonly otherData: ReadonlySet<string>;
  /** Models each model reads as relations. */
  readonly inputs: ReadonlyMap<string, DirectInputs>;
  readonly shown: PublishedVersions;
  readonly volatile: ReadonlySet<string>;
  readonly usesNow: ReadonlySet<string>;
  /** Models that are brought up to date at every build, with the reason. */
  readonly unstable: ReadonlyMap<string, PlanReason>;
  /** Models that are published together with others, as far as the project says. */
  readonly groups: ReadonlyMap<string, string>;
}

/** What is done with one model. */
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

/** The version that a model gets, and what is done for it. */
function planVersion(node: ModelNode, planning: Planning, read: Read): PlanNode {
  const { input } = planning;
  const { reads, sources } = read;
  const { name, kind } = node.model;
  const fingerprint = input.fingerprints.get(name) ?? { data: "", definition: "", metadata: "" };
  const ofView = isView(kind);
  const data = dataInputs(node, {
    ...input,
    planned: planning.planned,
    isUntracked: isUntracked(planning),
  });
  const relations = inputsHash(reads, { isView: ofView, sources });
  const inputs = data ? dataHash(data) : relations;
  const hashes = { inputs, relations };
  const found = currentVersion({ ...node, fingerprint: fingerprint.data, ...hashes }, input);
  const mayAdopt = !ofView && (found === undefined || isFormer(node.model, found, input));
  const adopted = mayAdopt ? adoptedVersion(node, hashes, planning) : undefined;
  const about = { node, fingerprint, hashes, reads, planning, own: adopted ?? found };
  const incremental = incrementalPart(about);
  if (incremental && "refused" in incremental)
    return blockedNode(node, { by: name, faults: [incremental.refused] }, read);
  const known = incremental ? incremental.version : about.own;
  const reason = incremental?.reason ?? buildReason({ ...about, known });
  const isReused = reason === "unchanged";
  const isAdopted = adopted !== undefined;
  const { physical, generation, replaces } = relationOf({
    ...about,
    ...{ known, incremental: incremental, isReused, isAdopted },
  });
  const dataVersion = relationDataVersion(physical, {
    isView: ofView,
    reads,
    revision: incremental?.update.revision,
  });
  const isOther = ofView && planning.shown.changesUnder(name, dataVersion);
  return {
    name,
    kind: kind.type,
    action: isReused ? "reuse" : "build",
    reason,
    fingerprint: fingerprint.data,
    version: fingerprint.data.slice(0, 8),
    metadataFingerprint: fingerprint.metadata,
    physical,
    generation,
    definition: fingerprint.definition,
    inputs,
    ...(data && { dataInputs: data }),
    dataVersion,
    reads: reads.map((one) => one.name),
    sources,
    replaces,
    ...restatesOf({ incremental: incremental, known, reason }),
    ...(adopted && known?.physical === physical && { adopts: true }),
    after: reads.map((read) => read.name),
    recheck: isReused && node.model.checks.length > 0 && isOther,
    ...(incremental && { isNew: incremental.isNew, update: incremental.update }),
  };
}

function isUntracked({ volatile, unstable }: Planning): (name: string) => boolean {
  return (name) => volatile.has(name) || unstable.has(name);
}

/** The relation that holds a model after the plan. */
function relationOf(
  of: About & {
    readonly known: ModelVersion | undefined;
    readonly incremental: IncrementalPlan | undefined;
    readonly isReused: boolean;
    readonly isAdopted: boolean;
  },
): Pick<PlanNode, "physical" | "generation" | "replaces"> {
  const { node, planning, known, incremental: incremental, isReused, isAdopted } = of;
  const fingerprint = of.fingerprint.data;
  // A candidate that was refused or not finished is replaced under its own name, whichever version readers see.
  const latest = planning.input.state.versions.get(node.model.name)?.get(fingerprint);
  const isMade = incremental ? incremental.isNew : !isReused;
  const isLeft = isMade && latest !== undefined && latest.status !== "built";
  const replaces = isLeft ? latest : undefined;
  const keepsName = replaces !== undefined || !isMade;
  const before = (replaces ?? known)?.generation ?? 0;
  // Of several relations of a version the latest generation is the one to go on from.
  const least = isAdopted && !isMade && latest ? latest.generation + 1 : 0;
  const generation = keepsName
    ? Math.max(before, least)
    : freeGeneration(before + 1, { node, fingerprint, input: planning.input });
  const { maxIdentifier } = planning.input.graph.project.target.engine.capabilities;
  const fresh = physicalName({ model: node.model, fingerprint, generation }, maxIdentifier);
  const physical = isMade ? fresh : (known?.physical ?? fresh);
  return { physical, generation, replaces: replaces?.physical };
}

/** A table that is built anew is the same as before until then: its version of before has the mark. */
function restatesOf(of: {
  readonly incremental: IncrementalPlan | undefined;
  readonly known: ModelVersion | undefined;
  readonly reason: PlanReason;
}): Pick<PlanNode, "restates"> {
  const { incremental: incremental, known, reason } = of;
  const restates = incremental
    ? incremental.restates
    : reason === "restated"
      ? known?.physical
      : undefined;
  return restates === undefined ? {} : { restates };
}

/** A version of before an edit that is taken over, as if it had been built for the edited model. */
function adoptedVersion(
  { model }: ModelNode,
  { inputs, relations }: InputHashes,
  { input, shown }: Planning,
): ModelVersion | undefined {
  if (isForced(model.name, input)) return undefined;
  if (!isIncremental(model.kind)) {
    const version = shown.adoptable(model.name);
    return version && { ...version, inputs };
  }
  const version = shown.continued(model.name);
  if (!version || isAddedToByProduction(model, version, input)) return undefined;
  const isFromPublished = !isDataHash(version.inputs) && shown.isFromPublished(model.name);
  return isFromPublished ? { ...version, inputs: relations } : version;
}

/**
 * A table of production to which updates add all rows. Both versions would add the rows of the same inputs to it, which differ by
 * name as soon as models between are built for each: another environment goes on with a copy.
 */
function isAddedToByProduction(
  { name, kind }: ModelNode["model"],
  { physical }: ModelVersion,
  { state, graph: { project } }: PlanInput,
): boolean {
  const isShared = state.production.get(name)?.physical === physical;
  return kindOf(kind).addsAllRows(kind) && project.environment !== PRODUCTION && isShared;
}

interface About {
  readonly node: ModelNode;
  /** The version of the model as it is now: built for it, or taken over. */
  readonly own: ModelVersion | undefined;
  readonly fingerprint: Fingerprint;
  readonly hashes: InputHashes;
  readonly reads: readonly PlanNode[];
  readonly planning: Planning;
}

function incrementalPart({ node, fingerprint, hashes, reads, planning, own }: About) {
  const { model } = node;
  if (!isIncremental(model.kind)) return undefined;
  const { input } = planning;
  const names = reads.map((read) => read.name);
  const readsOtherData = names.some((name) => planning.otherData.has(name));
  const { environment } = input.graph.project;
  return planIncremental({
    ...input.time,
    model,
    kind: model.kind,
    project: input.graph.project,
    fingerprint,
    own,
    state: input.state,
    exists: (physical) => input.existing.physical.has(physical.toLowerCase()),
    texts: input.texts,
    columns: input.columns.get(model.name) ?? [],
    values: input.values,
    rows: input.rows,
    hashes,
    areRowsRead: areRowsRead(model.name, hashes, planning),
    timeInputs: inputsOf(node, planning),
    newIntervals: newIntervalsRead(names, planning.news),
    // Rows that are written in place are seen at once: what others decide on is written to a copy.
    isForeign: (version) =>
      planning.groups.has(model.name) ||
      isForeignWrite(version, names, { ...input, ...planning }) ||
      (readsOtherData && dataOwner(version.origin) !== environment),
    isOfOtherData: (version) => isForeignWrite(version, names, { ...input, ...planning }),
    readsOtherData,
    staleness: staleness(node, own, planning),
    readsNow: readsNow(node, input.graph.nodes),
    rebuild: input.rebuild === true && isSelected(model.name, input),
    isOwnEdit: isOwnEdit(model.name, fingerprint, input),
    forwardOnly: input.forwardOnly === true && isSelected(model.name, input),
  });
}

/** True for a published table that has read all data of its inputs: they differ by edits alone, if at all. */
function areRowsRead(name: string, hashes: InputHashes, { input, shown }: Planning): boolean {
  const version = publishedVersion(input.state, name);
  return version && isDataHash(version.inputs)
    ? hasRead(version, hashes)
    : shown.isFromPublished(name);
}

/** True where the published version has another query or other options, and other rows follow from them. */
function isOwnEdit(
  name: string,
  { definition }: Fingerprint,
  { state, logic }: PlanInput,
): boolean {
  const isOther = publishedVersion(state, name)?.definition !== definition;
  return isOther && logic?.get(name)?.edited !== false;
}

function buildReason({
  node,
  fingerprint,
  hashes,
  planning,
  known,
}: About & { readonly known: ModelVersion | undefined }): PlanReason {
  const { input, volatile, unstable } = planning;
  const { name } = node.model;
  if (!known) {
    const before = publishedVersion(input.state, name);
    if (!before) return "new";
    if (before.definition !== fingerprint.definition)
      return isFromFile(node.model.kind) ? "data changed" : "definition changed";
    return isOfOtherNow(node, planning) ? "reads the clock" : "parent changed";
  }
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

function isForced(name: string, input: PlanInput): boolean {
  return (input.force === true || input.rebuild === true) && isSelected(name, input);
}

function isSelected(name: string, { selected }: PlanInput): boolean {
  return selected?.has(name) ?? true;
}

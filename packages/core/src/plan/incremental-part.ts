import { isIncremental } from "../kinds/all-kinds.js";
import { readsNow } from "../project/resolve/unstable-models.js";
import { publishedVersion } from "../state/published-version.js";
import { isForeignWrite } from "./current-version.js";
import { hasRead, isDataHash, type InputHashes } from "./data-inputs.js";
import { dataOwner } from "./data-version.js";
import type { Fingerprint } from "./fingerprint/fingerprint.js";
import { newIntervalsRead } from "./new-intervals.js";
import { planIncremental, type IncrementalPlan } from "./plan-incremental.js";
import type { PlanInput } from "./plan-input.js";
import { inputsOf } from "./plan-inputs.js";
import { isRebuilt, isSelected, type About, type Planning } from "./planning.js";
import { staleness } from "./staleness.js";
import type { RefusedTable } from "./starting-point.js";

/** The part of a plan that an incremental table has; undefined for other models. */
export function incrementalPart({
  node,
  fingerprint,
  hashes,
  reads,
  planning,
  own,
}: About): IncrementalPlan | RefusedTable | undefined {
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
    rebuild: isRebuilt(model.name, input),
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

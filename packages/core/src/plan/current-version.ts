import { PRODUCTION } from "../model/names.js";
import { isFromFile, isIncremental } from "../kinds/all-kinds.js";
import type { Model } from "../model/model.js";
import { publishedVersion, versionOf } from "../state/published-version.js";
import type { ModelVersion, StateSnapshot } from "../state/state-store.js";
import { isolatedCopyOf, copiedDataVersion, dataOwner, tableDataVersion } from "./data-version.js";
import { hasRead, type InputHashes } from "./data-inputs.js";
import type { PlanInput } from "./plan-input.js";
import type { PlanNode } from "./plan.js";
import { updateOf } from "./planned-node.js";

/** What is planned for a model, as far as its version is chosen by it. */
export interface Wanted extends InputHashes {
  readonly model: Model;
  /** Data fingerprint. */
  readonly fingerprint: string;
}

/**
 * The version that a model has by its fingerprint: of the relations that were made for it, by this environment or by
 * others, the one to go on from.
 */
export function currentVersion(
  { model, fingerprint, ...hashes }: Wanted,
  { state, graph }: Pick<PlanInput, "graph" | "state">,
): ModelVersion | undefined {
  const { environment } = graph.project;
  const latest = state.versions.get(model.name)?.get(fingerprint);
  const publishedBy = (published: StateSnapshot["published"]): ModelVersion | undefined => {
    const shown = published.get(model.name);
    return shown?.fingerprint === fingerprint ? versionOf(state, shown) : undefined;
  };
  const [mine, productions] = [publishedBy(state.published), publishedBy(state.production)];
  const fits = (version: ModelVersion | undefined) =>
    version?.status === "built" && hasRead(version, hashes);
  if (!isIncremental(model.kind)) return [latest, mine, productions].find(fits) ?? latest;
  // A copy that was refused, or that nobody finished checking, is not gone on from.
  const copy = latest?.status === "built" ? latest : undefined;
  const from = mine ?? productions;
  if (from === undefined) {
    const isUsable = (version: ModelVersion) => isOfData(version, environment) || fits(version);
    return copy === undefined || isUsable(copy)
      ? copy
      : builtVersions(model.name, fingerprint, state).find(isUsable);
  }
  const fitting = [mine, productions].find(fits);
  if (fitting) return fitting;
  // A copy that an environment goes on with is begun by this one, or has done what is to be done here.
  const isOwnCopy = copy?.origin === isolatedCopyOf(from, environment);
  const isCopy = copiedDataVersion(copy?.origin) === tableDataVersion(from.physical, from.revision);
  return isOwnCopy || (isCopy && fits(copy)) ? copy : from;
}

/** False for a table that another environment made from data of its own: one that reads the same takes it over. */
function isOfData({ origin }: ModelVersion, environment: string): boolean {
  const owner = dataOwner(origin);
  return owner === undefined || owner === environment;
}

/** Built relations of a version, the latest first. */
function builtVersions(
  model: string,
  fingerprint: string,
  { relations }: StateSnapshot,
): readonly ModelVersion[] {
  const all = [...relations.values()].flat();
  return all
    .filter((one) => one.model === model && one.fingerprint === fingerprint)
    .filter(({ status }) => status === "built")
    .sort((a, b) => b.generation - a.generation);
}

/**
 * True for an incremental table of the same text that other edits were published after, and that is neither theirs nor a
 * copy of theirs.
 */
export function isFormer(
  model: Model,
  found: ModelVersion,
  { state }: Pick<PlanInput, "state">,
): boolean {
  const published = publishedVersion(state, model.name);
  if (!published || !isIncremental(model.kind) || published.physical === found.physical)
    return false;
  const isCopy =
    copiedDataVersion(found.origin) === tableDataVersion(published.physical, published.revision);
  return published.fingerprint !== found.fingerprint && !isCopy;
}

/**
 * True where a model is made from other data than production's: from another content of a seed, or from a table that was
 * copied for that reason. Edits are no such reason: what they change has a version of its own.
 */
export function hasOwnData(
  { name, kind, physical, reads }: PlanNode,
  { graph, state }: Pick<PlanInput, "graph" | "state">,
  before: ReadonlySet<string>,
): boolean {
  if (graph.project.environment === PRODUCTION) return false;
  const isOther = state.production.get(name)?.physical !== physical;
  const model = graph.nodes.get(name)?.model;
  const holdsData =
    isFromFile({ type: kind }) || (model !== undefined && isIncremental(model.kind));
  return (isOther && holdsData) || reads.some((read) => before.has(read));
}

/**
 * True where a model is made from another content of a seed than production publishes, or from a table that has the rows
 * of such a seed.
 */
export function hasOtherData(
  node: PlanNode,
  { graph, state }: Pick<PlanInput, "graph" | "state">,
  before: ReadonlySet<string>,
): boolean {
  const { environment } = graph.project;
  if (environment === PRODUCTION) return false;
  const { name, kind, physical, reads } = node;
  const productions = state.production.get(name);
  const isOtherSeed =
    isFromFile({ type: kind }) && productions && productions.physical !== physical;
  const isNew = node.action === "create" || node.action === "copy";
  const origin = (isNew ? node.origin : undefined) ?? state.relations.get(physical)?.[0]?.origin;
  const isMine = updateOf(node) !== undefined && dataOwner(origin) === environment;
  return isOtherSeed === true || isMine || reads.some((read) => before.has(read));
}

/** True where writing a kept table would show readers of production rows that are made from other data than theirs. */
export function isForeignWrite(
  { physical, model }: Pick<ModelVersion, "physical" | "model">,
  reads: readonly string[],
  { state, ownData }: { readonly state: StateSnapshot; readonly ownData: ReadonlySet<string> },
): boolean {
  const isPublished = state.production.get(model)?.physical === physical;
  return isPublished && reads.some((read) => ownData.has(read));
}

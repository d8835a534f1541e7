import { sha256 } from "../base/cache/content-cache.js";
import { isFromFile, isGenerated, isIncremental, kindOf, storesRows } from "../kinds/all-kinds.js";
import type { Graph, ModelNode } from "../project/resolve/graph.js";
import type { ModelVersion } from "../state/state-store.js";
import type { CheckedRead, PlanNode } from "./plan.js";

/** Begins a hash of data: one over the names of relations has no such mark. */
const DATA = "data ";

/** Hashes over what a model reads. */
export interface InputHashes {
  /** The hash that is recorded: over the data for an `append` without `time`, else over relations. */
  readonly inputs: string;
  /** The hash over relations, which such an append has from an older Sluice and from the time in which it had a `time`. */
  readonly relations: string;
}

/** True for a hash over the data that an `append` without `time` reads; all others are hashes over relations. */
export function isDataHash(inputs: string): boolean {
  return inputs.startsWith(DATA);
}

/** True for a version that has read what its model reads now. It is compared by the hash that it was recorded with. */
export function hasRead(
  version: Pick<ModelVersion, "inputs">,
  { inputs, relations }: InputHashes,
): boolean {
  return version.inputs === (isDataHash(version.inputs) ? inputs : relations);
}

export function dataHash(inputs: readonly Pick<CheckedRead, "dataVersion">[]): string {
  return DATA + sha256(...inputs.map(({ dataVersion }) => dataVersion));
}

/** The graph and the plan that the data of a model is found from. */
interface Found {
  readonly graph: Graph;
  readonly planned: ReadonlyMap<string, PlanNode>;
  /** Fingerprints of the content of sources, by name. */
  readonly sources: ReadonlyMap<string, string>;
  /** Tables that may hold other data although nothing that they read changed. */
  readonly isUntracked: (name: string) => boolean;
}

/**
 * The data that an `append` without `time` reads, through views and tables, which follow from it by their queries alone:
 * it adds rows where data changed, and an edit of a query is no data. Undefined for other kinds.
 */
export function dataInputs(node: ModelNode, found: Found): readonly CheckedRead[] | undefined {
  const { kind } = node.model;
  if (!kindOf(kind).addsAllRows(kind)) return undefined;
  const { graph, planned, sources } = found;
  const inputs = new Map<string, string>();
  const met = new Set(node.parents);
  for (const name of met) {
    const read = graph.nodes.get(name);
    const plan = planned.get(name);
    if (!read) inputs.set(name, sources.get(name) ?? "");
    else if (!plan || isDerived(read, found)) read.parents.forEach((parent) => met.add(parent));
    else inputs.set(name, isFromFile(read.model.kind) ? plan.fingerprint : plan.dataVersion);
  }
  return [...inputs].sort().map(([name, dataVersion]) => ({ name, dataVersion }));
}

function isDerived({ model, parameters }: ModelNode, { isUntracked }: Found): boolean {
  const { kind, name } = model;
  if (!storesRows(kind)) return true;
  const hasData = isFromFile(kind) || isGenerated(kind) || isIncremental(kind);
  return !hasData && !parameters.includes("now") && !isUntracked(name);
}

import type { ModelVersion } from "../state/state-store.js";
import { freeGeneration, physicalName } from "./physical-name.js";
import type { About } from "./planning.js";

/** The relation that holds a model after the plan. */
export interface NodeRelation {
  readonly physical: string;
  readonly generation: number;
  /** A refused or unfinished candidate of the same version that is replaced under its name. */
  readonly replaces?: string | undefined;
}

/** The relation of a model: a new one where `isMade`, else that of the known version. */
export function nodeRelation(
  { node, fingerprint, isAdopted, planning }: About,
  { known, isMade }: { readonly known: ModelVersion | undefined; readonly isMade: boolean },
): NodeRelation {
  const { input } = planning;
  // A candidate that was refused or not finished is replaced under its own name, whichever version readers see.
  const latest = input.state.versions.get(node.model.name)?.get(fingerprint.data);
  const isLeft = isMade && latest !== undefined && latest.status !== "built";
  const replaces = isLeft ? latest : undefined;
  const keepsName = replaces !== undefined || !isMade;
  const { leastGeneration = 1 } = input.state;
  const before = (replaces ?? known)?.generation ?? 0;
  // Of several relations of a version the latest generation is the one to go on from.
  const least = isAdopted && !isMade && latest ? latest.generation + 1 : 0;
  const first = Math.max(before + 1, leastGeneration);
  const generation = keepsName
    ? Math.max(before, least)
    : freeGeneration(first, { node, fingerprint: fingerprint.data, input });
  const { maxIdentifier } = input.graph.project.target.engine.capabilities;
  const version = { model: node.model, fingerprint: fingerprint.data, generation };
  const fresh = physicalName(version, maxIdentifier);
  const physical = isMade ? fresh : (known?.physical ?? fresh);
  return { physical, generation, ...(replaces && { replaces: replaces.physical }) };
}

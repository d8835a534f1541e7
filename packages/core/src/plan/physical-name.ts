import { sha256 } from "../base/cache/content-cache.js";
import type { ModelNode } from "../project/resolve/graph.js";
import type { PlanInput } from "./plan-input.js";

/** Room for what names of staging tables add: `__rows_` and a time in seconds. */
const STAGING_ROOM = 20;
const HASH_LENGTH = 8;

/** A generation of a version of a model. */
export interface Generation {
  readonly model: { readonly schema: string; readonly table: string };
  readonly fingerprint: string;
  readonly generation: number;
}

/**
 * Name of the relation that holds a generation of a version. One that is longer than the engine allows, with the names
 * of its staging tables, has its middle replaced by a hash of it.
 */
export function physicalName(
  { model, fingerprint, generation }: Generation,
  maxIdentifier: number,
): string {
  const full = `${model.schema}__${model.table}`;
  const count = generation > 1 ? `_${String(generation)}` : "";
  const version = `__${fingerprint.slice(0, HASH_LENGTH)}${count}`;
  const characters = Array.from(full);
  const room = maxIdentifier - STAGING_ROOM - version.length;
  if (characters.length <= room) return `${full}${version}`;
  const hash = `_${sha256(full).slice(0, HASH_LENGTH)}`;
  return `${characters.slice(0, Math.max(0, room - hash.length)).join("")}${hash}${version}`;
}

/**
 * The first generation from the given one whose name nothing has: another version may begin with the same characters.
 * Names of removed relations of such a version count, so that they never come to mean other rows.
 */
export function freeGeneration(
  first: number,
  at: { readonly node: ModelNode; readonly fingerprint: string; readonly input: PlanInput },
): number {
  const { node, fingerprint, input } = at;
  const versions = [...(input.state.versions.get(node.model.name)?.values() ?? [])];
  const others = versions.filter((version) => version.fingerprint !== fingerprint);
  const taken = new Set(others.map(({ physical }) => physical.toLowerCase()));
  const { maxIdentifier } = input.graph.project.target.engine.capabilities;
  let generation = first;
  for (;;) {
    const version = { model: node.model, fingerprint, generation };
    const name = physicalName(version, maxIdentifier).toLowerCase();
    if (!taken.has(name) && !input.existing.physical.has(name)) return generation;
    generation += 1;
  }
}

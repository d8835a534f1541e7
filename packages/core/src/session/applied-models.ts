import { isFromFile, isInlined } from "../kinds/all-kinds.js";
import type { ModelChange } from "@sluice/sql/change";
import type { Fingerprint } from "../plan/fingerprint/fingerprint.js";
import type { Graph } from "../project/resolve/graph.js";
import { versionOf } from "../state/published-version.js";
import type { StateSnapshot } from "../state/state-store.js";
import { mayPinNow } from "../plan/fingerprint/pinned-now.js";

/** Everything a plan is compared from. */
export interface PlanBasis {
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly state: StateSnapshot;
  /** Effects of edits on models, by name. */
  readonly changes: ReadonlyMap<string, ModelChange>;
}

/**
 * Models whose logic, and that of all they read, is what readers of the environment see. The text of an ephemeral model
 * is part of the logic of its readers; new content of a file is no part of any.
 */
export function appliedModels(
  graph: Graph,
  {
    fingerprints,
    state,
    changes,
  }: Omit<PlanBasis, "changes"> & Partial<Pick<PlanBasis, "changes">>,
): ReadonlySet<string> {
  const applied = new Set<string>();
  for (const node of graph.nodes.values()) {
    const { model, parents } = node;
    const shown = state.published.get(model.name);
    const version = shown && versionOf(state, shown);
    const isSame =
      isInlined(model.kind) ||
      (isFromFile(model.kind) && version !== undefined) ||
      (version?.definition === fingerprints.get(model.name)?.definition &&
        (mayPinNow(node) || changes?.get(model.name)?.edited !== true));
    const isFed = parents.every((name) => applied.has(name) || graph.sources.has(name));
    if (isSame && isFed) applied.add(model.name);
  }
  return applied;
}

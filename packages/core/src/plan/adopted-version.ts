import { isIncremental, kindOf } from "../kinds/all-kinds.js";
import { PRODUCTION } from "../model/names.js";
import type { ModelNode } from "../project/resolve/graph.js";
import type { ModelVersion } from "../state/state-store.js";
import { isDataHash, type InputHashes } from "./data-inputs.js";
import type { PlanInput } from "./plan-input.js";
import { isForced, isRebuilt, type Planning } from "./planning.js";

/** A version of before an edit that is taken over, as if it had been built for the edited model. */
export function adoptedVersion(
  { model }: ModelNode,
  { inputs, relations }: InputHashes,
  { input, shown }: Planning,
): ModelVersion | undefined {
  if (!isIncremental(model.kind)) {
    if (isForced(model.name, input)) return undefined;
    const version = shown.adoptable(model.name);
    return version && { ...version, inputs };
  }
  // Of incremental tables `--force` builds none anew, and `--rebuild` no history.
  if (isRebuilt(model.name, input) && !kindOf(model.kind).keepsHistory) return undefined;
  const version = shown.continued(model.name);
  if (!version || isAddedToByProduction(model, version, input)) return undefined;
  const isFromPublished = !isDataHash(version.inputs) && shown.isFromPublished(model.name);
  return isFromPublished ? { ...version, inputs: relations } : version;
}

/**
 * A table of production to which updates add all rows. Both versions would add the rows of the same inputs to it, which
 * differ by name as soon as models between are built for each: another environment goes on with a copy.
 */
function isAddedToByProduction(
  { name, kind }: ModelNode["model"],
  { physical }: ModelVersion,
  { state, graph: { project } }: PlanInput,
): boolean {
  const isShared = state.production.get(name)?.physical === physical;
  return kindOf(kind).addsAllRows(kind) && project.environment !== PRODUCTION && isShared;
}

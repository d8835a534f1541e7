import { isKept } from "../../model/kind-parameters.js";
import type { ModelNode } from "../../project/resolve/graph.js";

/** True for a model of which a given `$now` makes another version: never of a table that keeps its rows. */
export function mayPinNow({ model, parameters }: ModelNode): boolean {
  return !isKept(model.kind) && (model.kind.type === "rows" || parameters.includes("now"));
}

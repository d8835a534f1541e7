import { isIncremental, kindOf } from "../../kinds/all-kinds.js";
import type { ModelNode } from "../../project/resolve/graph.js";

/** True for a model of which a given `$now` makes another version: never of a table that keeps its rows. */
export function mayPinNow({ model, parameters }: ModelNode): boolean {
  return (
    !isIncremental(model.kind) &&
    (kindOf(model.kind).input === "generator" || parameters.includes("now"))
  );
}

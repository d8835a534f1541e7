import { isView } from "../kinds/all-kinds.js";
import type { Plan, PlanNode } from "./plan.js";
import { isBuilt, isReused, updateOf, type ReusedNode, type UpdateNode } from "./planned-node.js";

/** An incremental table that no other relation replaces. */
type ChangedInPlace = UpdateNode | ReusedNode;

/**
 * Kept tables that a plan changes in place because something is restated: those computed again, and those brought up to
 * date after what they read was. Whoever shows such a table sees the change, in any environment.
 */
export function restatedTables({ nodes, options }: Plan): readonly ChangedInPlace[] {
  if (options.restate === undefined) return [];
  const changed = new Set<string>();
  for (const node of nodes) if (isChanged(node, changed)) changed.add(node.name);
  return nodes.filter(isInPlace).filter(({ name }) => changed.has(name));
}

function isInPlace(node: PlanNode): node is ChangedInPlace {
  return node.action === "update" || (isReused(node) && node.update !== undefined);
}

/** A table that is filled by time is computed again where the plan says so, whatever becomes of what it reads. */
function isChanged(node: PlanNode, changed: ReadonlySet<string>): boolean {
  const update = updateOf(node);
  if (update?.intervals) return update.restated !== undefined;
  const follows = node.reads.some((read) => changed.has(read));
  if (isView({ type: node.kind })) return follows;
  return isBuilt(node) && (node.reason === "restated" || follows);
}

import { isView } from "../kinds/all-kinds.js";
import type { Plan, PlanNode } from "./plan.js";

/**
 * Kept tables that a plan changes in place because something is restated: those computed again, and those brought up to
 * date after what they read was. Whoever shows such a table sees the change, in any environment.
 */
export function restatedTables({ nodes, options }: Plan): readonly PlanNode[] {
  if (options.restate === undefined) return [];
  const changed = new Set<string>();
  for (const node of nodes) if (isChanged(node, changed)) changed.add(node.name);
  return nodes.filter(
    ({ name, update, isNew }) => changed.has(name) && update !== undefined && isNew !== true,
  );
}

/** A table that is filled by time is computed again where the plan says so, whatever becomes of what it reads. */
function isChanged(
  { kind, action, reason, reads, update }: PlanNode,
  changed: ReadonlySet<string>,
): boolean {
  if (update?.intervals) return update.restated !== undefined;
  const follows = reads.some((read) => changed.has(read));
  return isView({ type: kind })
    ? follows
    : action === "build" && (reason === "restated" || follows);
}

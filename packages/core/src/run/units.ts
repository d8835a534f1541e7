import type { Graph } from "../project/resolve/graph.js";
import { bindingReads, lateReads } from "./check-timing.js";
import type { PlanNode } from "../plan/plan.js";
import type { Schedulable } from "./schedule.js";

/** A step of a run: a model built and checked, its late checks, or the verdict on a group of models. */
export type Unit = Schedulable &
  (
    | { readonly type: "model" | "late checks"; readonly node: PlanNode }
    | { readonly type: "verdict"; readonly group: string }
  );

/**
 * The steps of a plan. A model waits for the verdict on the group of what it reads; within a group models wait for each
 * other alone, late checks for what they read, and the verdict for all of it.
 */
export function unitsOf(
  nodes: readonly PlanNode[],
  { graph, planned }: { readonly graph: Graph; readonly planned: ReadonlyMap<string, PlanNode> },
): readonly Unit[] {
  const units: Unit[] = [];
  const members = new Map<string, string[]>();
  for (const node of nodes) {
    const { name, group } = node;
    const isStaging = (read: string) => planned.get(read)?.group !== undefined;
    const isOwn = (read: string) => group !== undefined && planned.get(read)?.group === group;
    const needed = new Set([...node.reads, ...bindingReads(node, graph)]);
    const direct = node.after.filter((read) => isOwn(read) || !isStaging(read));
    const groups = node.after.flatMap((read) =>
      isOwn(read) ? [] : (planned.get(read)?.group ?? []),
    );
    units.push({
      type: "model",
      name,
      node,
      after: direct.filter((read) => needed.has(read)),
      follows: [
        ...direct.filter((read) => !needed.has(read)),
        ...[...new Set(groups)].map(verdictName),
      ],
    });
    if (group === undefined) continue;
    const steps = members.get(group) ?? [];
    members.set(group, steps);
    steps.push(name);
    const late = lateReads(node, { graph, planned });
    if (late.length === 0) continue;
    const unit = `late checks: ${name}`;
    units.push({ type: "late checks", name: unit, node, after: [], follows: [name, ...late] });
    steps.push(unit);
  }
  for (const [group, follows] of members)
    units.push({ type: "verdict", name: verdictName(group), group, after: [], follows });
  return units;
}

function verdictName(group: string): string {
  return `verdict: ${group}`;
}

import { isInlined } from "../kinds/all-kinds.js";
import { diagnostic, raiseErrors, type Diagnostic } from "../base/errors/sluice-error.js";
import type { IntervalSet } from "../time/intervals/interval-set.js";
import { PublishedVersions } from "./adopt.js";
import { checkReads, publishingGroups, relationOutside } from "./check-reads.js";
import { directInputs, type DirectInputs } from "./direct-inputs.js";
import type { PlanInput } from "./plan-input.js";
import { newIntervalsOf, outdatedTables } from "./new-intervals.js";
import { comparesInputs } from "./planned-inputs.js";
import { hasOtherData, hasOwnData } from "./current-version.js";
import { missingReads, planChecks, type Chosen } from "./plan-checks.js";
import { planNode } from "./plan-node.js";
import type { MovedView, Plan, PlanNode } from "./plan.js";
import { planState } from "./plan-state.js";
import { isBuilt, isReused, updateOf } from "./planned-node.js";
import type { PlanReason } from "../state/plan-reason.js";
import { refuseSharedSchemas } from "./shared-schemas.js";
import { unstableCalls, unstableReason } from "../project/resolve/unstable-models.js";
import { viewRef } from "./view-ref.js";
import { clockReaders, untrackedRelations, untrackedTables } from "./untracked.js";

/** Compares the project with the state. Raises `STATE.FOREIGN_RELATION` where a reader's view would replace something else. */
export function makePlan(input: PlanInput): Plan {
  const { graph, selected } = input;
  const { planned, inputs, ownData } = planAll(input);
  const included = withClockDependent(chosen(planned, input), planned, input.usesNow);
  const nodes = planChecks({ input, planned, included });
  refuseSharedSchemas(graph.project, input.state);
  refuseForeign(nodes, input);
  const { project } = graph;
  const outdated = outdatedTables(planned.values(), included, { ...input, ownData });
  const removed = selected ? [] : removedModels(input);
  const reads = readsOutside(nodes, { planned, inputs, included, input });
  return {
    schema: 2,
    project: project.name,
    target: project.target.name,
    environment: project.environment,
    now: project.now.at.toISOString(),
    nowPinned: project.now.pinned,
    options: input.options ?? {},
    nodes,
    reads,
    changes: changesOf(input, nodes),
    removed,
    moved: movedViews(nodes, input),
    ...(outdated.length > 0 && { outdated }),
    stateVersion: input.state.sequence,
    before: planState(input, { nodes, reads, removed }),
  };
}

/** Physical relations of models that are read by models of the plan, or by their checks, and are no part of it. */
function readsOutside(
  nodes: readonly PlanNode[],
  at: Chosen & { readonly inputs: ReadonlyMap<string, DirectInputs> },
): Plan["reads"] {
  const { planned, inputs, included, input } = at;
  const read = nodes.flatMap(({ name }) => [
    ...(inputs.get(name)?.models ?? []),
    ...checkReads(name, input.graph),
  ]);
  return Object.fromEntries(
    [...new Set(read)].flatMap((name) => {
      const node = included.has(name) ? undefined : planned.get(name);
      return node ? [[name, relationOutside(node, input)?.physical ?? node.physical]] : [];
    }),
  );
}

/** What is done with every model, chosen or not. */
function planAll(input: PlanInput) {
  const { graph } = input;
  const planned = new Map<string, PlanNode>();
  const inputs = directInputs(graph);
  const shown = new PublishedVersions(input, inputs);
  const volatile = untrackedTables(graph);
  const untracked = untrackedRelations(graph);
  const usesNow = clockReaders(graph);
  const unstable = unstableModels(input);
  const groups = publishingGroups(graph);
  const newIntervals = new Map<string, IntervalSet>();
  const ownData = new Set<string>();
  const otherData = new Set<string>();
  for (const node of graph.nodes.values()) {
    if (isInlined(node.model.kind)) continue;
    const done = planNode(node, {
      input,
      planned,
      news: newIntervals,
      ownData,
      otherData,
      inputs,
      shown,
      volatile,
      untracked,
      usesNow: usesNow,
      unstable,
      groups,
    });
    shown.note(done);
    newIntervals.set(done.name, newIntervalsOf(done, newIntervals));
    if (hasOwnData(done, input, ownData)) ownData.add(done.name);
    if (hasOtherData(done, input, otherData)) otherData.add(done.name);
    planned.set(node.model.name, done);
  }
  return { planned, inputs, ownData };
}

/** Models that are brought up to date at every build although nothing changed, with the reason. */
function unstableModels({ graph, columns }: PlanInput): ReadonlyMap<string, PlanReason> {
  const calls = unstableCalls(graph, columns);
  return new Map(
    [...calls].flatMap(([name, found]) => {
      const model = graph.nodes.get(name)?.model;
      const reason = model && unstableReason(model, found);
      return reason ? [[name, reason] as const] : [];
    }),
  );
}

/** The selection, whatever it reads that is not built as it should be, and what its checks read that is not there. */
function chosen(planned: ReadonlyMap<string, PlanNode>, input: PlanInput): ReadonlySet<string> {
  const { selected } = input;
  if (!selected) return new Set(planned.keys());
  const included = new Set<string>();
  const visit = (name: string): void => {
    const node = planned.get(name);
    if (!node || included.has(name)) return;
    if (!selected.has(name) && isReused(node)) return;
    included.add(name);
    if (isBuilt(node) || comparesInputs(updateOf(node))) node.reads.forEach(visit);
    missingReads(node, { input, planned }).forEach(visit);
    // The plan shows a blocked node with the nodes that block it; building its other inputs would be in vain.
    if (node.action === "blocked")
      node.reads.filter((read) => planned.get(read)?.action === "blocked").forEach(visit);
  };
  for (const name of planned.keys()) if (selected.has(name)) visit(name);
  return included;
}

/** Also those that chosen models read, directly or through others, and that are judged by the run's time. */
function withClockDependent(
  included: ReadonlySet<string>,
  planned: ReadonlyMap<string, PlanNode>,
  usesNow: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  if (usesNow.size === 0) return included;
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    planned.get(name)?.reads.forEach(visit);
  };
  included.forEach(visit);
  return new Set(
    [...planned.keys()].filter((n) => included.has(n) || (seen.has(n) && usesNow.has(n))),
  );
}

function changesOf(
  { changes, faults, selected }: PlanInput,
  nodes: readonly PlanNode[],
): Plan["changes"] {
  // The columns of a model that cannot be bound are not known, nor what changed in them.
  const known = nodes.filter(({ name }) => faults?.has(name) !== true);
  const planned = new Set(known.map(({ name }) => name));
  return [...(changes ?? [])]
    .filter(([name, { category }]) => planned.has(name) || (category === "removed" && !selected))
    .filter(([, { category, because }]) => category !== "unchanged" || because !== "")
    .map(([name, change]) => ({ name, ...change }));
}

function removedModels({ graph, state }: PlanInput): readonly string[] {
  return [...state.published.keys()].sort().filter((name) => {
    const node = graph.nodes.get(name);
    return !node || isInlined(node.model.kind);
  });
}

/** Views that readers see under another name than the configuration now has for them. */
function movedViews(nodes: readonly PlanNode[], { graph, state }: PlanInput): readonly MovedView[] {
  return nodes.flatMap(({ name, action }) => {
    const model = graph.nodes.get(name)?.model;
    const known = state.published.get(name);
    if (!model || !known || action === "blocked") return [];
    const { schema, name: table } = viewRef(model, graph.project);
    const [from, to] = [`${known.schema}.${known.view}`, `${schema}.${table}`];
    return from === to ? [] : [{ name, from, to }];
  });
}

function refuseForeign(nodes: readonly PlanNode[], { graph, state, existing }: PlanInput): void {
  const found: Diagnostic[] = [];
  for (const { name } of nodes) {
    const model = graph.nodes.get(name)?.model;
    if (!model) continue;
    const view = viewRef(model, graph.project);
    const key = `${view.schema}.${view.name}`.toLowerCase();
    const type = existing.views.get(key);
    // What Sluice makes for readers are views: a table under a name of its own has taken the view's place.
    if (type === undefined || (type === "view" && state.ownViews.has(key))) continue;
    found.push(
      diagnostic({
        code: "STATE.FOREIGN_RELATION",
        message: `${view.schema}.${view.name} exists already as a ${type} that Sluice did not create.`,
        where: { file: model.path, model: name },
        hints: [`Rename or drop it yourself, or give the model ${name} another name.`],
      }),
    );
  }
  raiseErrors(found);
}

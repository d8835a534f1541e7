import { isIncremental, isInlined, storesRows } from "../kinds/all-kinds.js";
import { components } from "../project/resolve/components.js";
import type { Graph } from "../project/resolve/graph.js";
import { inlinedModels } from "../project/resolve/inlined-models.js";
import { throughEphemeral } from "../project/resolve/through-ephemeral.js";
import { publishedVersion } from "../state/published-version.js";
import { relationDataVersion } from "./data-version.js";
import type { CheckedRead, PlanNode } from "./plan.js";
import { isReused } from "./planned-node.js";
import type { PlanInput } from "./plan-input.js";

/** Relations that the checks of a model, and of ephemeral models in it, read beside it: names, sorted. */
export function checkReads(name: string, graph: Graph): readonly string[] {
  const nodes = [name, ...inlinedModels(name, graph)].flatMap((one) => graph.nodes.get(one) ?? []);
  const inputs = nodes.flatMap(({ checkInputs }) => checkInputs);
  if (inputs.length === 0) return [];
  const reads = throughEphemeral([...new Set(inputs.flatMap((one) => one.reads))], graph);
  return reads.filter((read) => read !== name);
}

/**
 * Models that are published together, with the first of them: a check of one reads what is built from the checked model,
 * so that each can be judged only when all of them are built. Models that are published alone are left out.
 */
export function publishingGroups(graph: Graph): ReadonlyMap<string, string> {
  const edges = new Map<string, readonly string[]>();
  const nodes = [...graph.nodes.values()];
  if (!nodes.some(({ checkInputs }) => checkInputs.some(({ reads }) => reads.length > 0)))
    return new Map();
  for (const { model, parents } of nodes)
    if (!isInlined(model.kind))
      edges.set(model.name, [
        ...throughEphemeral(parents, graph),
        ...checkReads(model.name, graph),
      ]);
  return circles(edges);
}

/** Names that are on a circle, with the first on it. */
export function circles(
  edges: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> {
  const found = components(edges);
  const members = new Map<number | undefined, string[]>();
  for (const name of edges.keys()) {
    const circle = found.get(name);
    const known = members.get(circle) ?? [];
    members.set(circle, known);
    known.push(name);
  }
  const groups = [...members.values()].filter(({ length }) => length > 1);
  return new Map(groups.flatMap((names) => names.map((name) => [name, names[0] ?? name])));
}

/**
 * The relation of a model that a check reads and that is no part of the plan: as it is built, else as readers see it.
 * Undefined where there is neither.
 */
export function relationOutside(
  node: PlanNode,
  { state, existing, graph }: PlanInput,
): { readonly physical: string; readonly dataVersion: string } | undefined {
  if (isReused(node)) return { physical: node.physical, dataVersion: node.dataVersion };
  const { name } = node;
  const shown = publishedVersion(state, name);
  if (!shown || !existing.physical.has(shown.physical.toLowerCase())) return undefined;
  const model = graph.nodes.get(name)?.model;
  const revision = model && isIncremental(model.kind) ? shown.revision : undefined;
  const isView = shown.relation === "view";
  return {
    physical: shown.physical,
    dataVersion: relationDataVersion(shown.physical, { isView, reads: [], revision }),
  };
}

/** Relations that the checks of a model read beside it, each with its content after the plan. */
export function checkedReads(
  name: string,
  using: {
    readonly input: PlanInput;
    readonly planned: ReadonlyMap<string, PlanNode>;
    readonly included: ReadonlySet<string>;
  },
): readonly CheckedRead[] {
  const { input, planned, included } = using;
  const { graph, sources, fingerprints } = input;
  const relations = checkReads(name, graph).map((read) => {
    const node = planned.get(read);
    const outside = node && !included.has(read) ? relationOutside(node, input) : node;
    return { name: read, dataVersion: (node ? outside?.dataVersion : sources.get(read)) ?? "" };
  });
  const direct = graph.nodes.get(name)?.checkInputs.flatMap(({ reads }) => reads) ?? [];
  const inlined = [...new Set(direct)].filter(
    (read) => !planned.has(read) && graph.nodes.has(read),
  );
  return [
    ...relations,
    ...inlined.map((read) => ({ name: read, dataVersion: fingerprints.get(read)?.data ?? "" })),
  ];
}

/** Relations that may change without a trace: tables that Sluice does not build, and views that show them. */
export function liveRelations({ nodes, sources }: Graph): ReadonlySet<string> {
  const live = new Set<string>();
  for (const { name, location } of sources.values()) if (location.type === "table") live.add(name);
  for (const { model, parents, query } of nodes.values()) {
    const isReaderFacing = !storesRows(model.kind);
    const readsLive = query?.readsOutside === true || parents.some((name) => live.has(name));
    if (isReaderFacing && readsLive) live.add(model.name);
  }
  return live;
}

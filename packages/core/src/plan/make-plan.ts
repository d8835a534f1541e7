import { sha256 } from "../cache/content-cache.js";
import { diagnostic, raiseErrors, type Diagnostic } from "../errors/sluice-error.js";
import type { Fingerprint } from "../fingerprint/fingerprint.js";
import type { Graph, ModelNode } from "../resolve/graph.js";
import type { ModelVersion, StateSnapshot } from "../state/state-store.js";
import type { Plan, PlanNode, PlanReason } from "./plan.js";
import { viewRef } from "./view-ref.js";
import { clockReaders, utcDay, volatileTables } from "./volatile.js";

/** What a plan is made from. */
export interface PlanInput {
  readonly graph: Graph;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly state: StateSnapshot;
  /** Relations that exist: physical ones by name, and those in the schemas of readers as `schema.name`, in lower case. */
  readonly existing: {
    readonly physical: ReadonlySet<string>;
    readonly views: ReadonlyMap<string, "table" | "view">;
  };
  /** Chosen models; undefined chooses all. */
  readonly selected?: ReadonlySet<string> | undefined;
  readonly force?: boolean | undefined;
}

/** Compares the project with the state. Raises `STATE.FOREIGN_RELATION` where a reader's view would replace something else. */
export function makePlan(input: PlanInput): Plan {
  const { graph, selected } = input;
  const planned = new Map<string, PlanNode>();
  const inputs = directInputs(graph);
  const volatile = volatileTables(graph);
  const clocked = clockReaders(graph);
  for (const node of graph.nodes.values()) {
    if (node.model.kind.type === "ephemeral") continue;
    planned.set(node.model.name, planNode(node, { input, planned, inputs, volatile, clocked }));
  }
  const included = chosen(planned, selected);
  const nodes = [...planned.values()]
    .filter((node) => included.has(node.name))
    .map((node) => ({ ...node, after: node.after.filter((name) => included.has(name)) }));
  refuseForeign(nodes, input);
  const read = nodes.flatMap((node) => inputs.get(node.name) ?? []);
  const outside = [...new Set(read)].filter((name) => !included.has(name));
  const { project } = graph;
  return {
    schema: 1,
    project: project.name,
    target: project.target.name,
    environment: project.environment,
    now: project.now.at.toISOString(),
    nodes,
    reads: Object.fromEntries(outside.map((name) => [name, planned.get(name)?.physical ?? ""])),
    removed: selected ? [] : removedModels(input),
    stateVersion: input.state.sequence,
  };
}

/** Models each model reads as relations: its parents, with ephemeral ones replaced by what those read. */
function directInputs(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const inputs = new Map<string, readonly string[]>();
  for (const node of graph.nodes.values()) {
    const names = node.parents.flatMap((name) => {
      const parent = graph.nodes.get(name);
      if (!parent) return [];
      return parent.model.kind.type === "ephemeral" ? (inputs.get(name) ?? []) : [name];
    });
    inputs.set(node.model.name, [...new Set(names)].sort());
  }
  return inputs;
}

interface Planning {
  readonly input: PlanInput;
  readonly planned: ReadonlyMap<string, PlanNode>;
  readonly inputs: ReadonlyMap<string, readonly string[]>;
  readonly volatile: ReadonlySet<string>;
  readonly clocked: ReadonlySet<string>;
}

function planNode(node: ModelNode, planning: Planning): PlanNode {
  const { input, planned } = planning;
  const { name, kind } = node.model;
  const fingerprint = input.fingerprints.get(name) ?? { data: "", definition: "", metadata: "" };
  const reads = planning.inputs.get(name) ?? [];
  const inputs = sha256(...reads.map((read) => planned.get(read)?.physical ?? ""));
  const known = input.state.versions.get(name)?.get(fingerprint.data);
  const reason = buildReason(node, { known, fingerprint, inputs, planning });
  // A candidate that was refused or not finished is replaced under its own name.
  const replaces = known && known.status !== "built" ? known : undefined;
  const keepsName = replaces !== undefined || reason === "unchanged";
  const generation = (known?.generation ?? 0) + (keepsName ? 0 : 1);
  const version = fingerprint.data.slice(0, 8);
  const fresh =
    generation > 1
      ? `${physicalBase(node, version)}_${String(generation)}`
      : physicalBase(node, version);
  const published = input.state.published.get(name);
  return {
    name,
    kind: kind.type,
    action: reason === "unchanged" ? "reuse" : "build",
    reason,
    fingerprint: fingerprint.data,
    version,
    metadataFingerprint: fingerprint.metadata,
    physical: reason === "unchanged" ? (known?.physical ?? fresh) : fresh,
    generation,
    definition: fingerprint.definition,
    inputs,
    replaces: replaces?.physical,
    after: [...new Set([...reads, ...node.checkParents.filter((parent) => planned.has(parent))])],
    recheck:
      reason === "unchanged" &&
      node.model.checks.length > 0 &&
      published?.metadata !== fingerprint.metadata,
  };
}

function buildReason(
  node: ModelNode,
  at: {
    readonly known: ModelVersion | undefined;
    readonly fingerprint: Fingerprint;
    readonly inputs: string;
    readonly planning: Planning;
  },
): PlanReason {
  const { input, volatile, clocked } = at.planning;
  const { name } = node.model;
  const published = input.state.published.get(name);
  const before = published && input.state.versions.get(name)?.get(published.fingerprint);
  if (!at.known) {
    if (!before) return "new";
    if (before.definition === at.fingerprint.definition) return "parent changed";
    return ["seed"].includes(node.model.kind.type) ? "data changed" : "definition changed";
  }
  if (at.known.status === "failed") return "previously failed";
  if (at.known.status === "unchecked") return "interrupted";
  if (!input.existing.physical.has(at.known.physical.toLowerCase())) return "missing";
  if (at.known.inputs !== at.inputs) return "parent changed";
  if (input.force && (input.selected?.has(name) ?? true)) return "forced";
  const today = utcDay(input.graph.project.now.at.toISOString());
  if (clocked.has(name) && at.known.day !== today) return "day changed";
  return volatile.has(name) ? "data changed" : "unchanged";
}

function physicalBase(node: ModelNode, version: string): string {
  return `${node.model.schema}__${node.model.table}__${version}`;
}

/** The selection, and whatever it reads that is not built as it should be. */
function chosen(
  planned: ReadonlyMap<string, PlanNode>,
  selected: ReadonlySet<string> | undefined,
): ReadonlySet<string> {
  if (!selected) return new Set(planned.keys());
  const included = new Set<string>();
  const visit = (name: string): void => {
    const node = planned.get(name);
    if (!node || included.has(name)) return;
    if (!selected.has(name) && node.action === "reuse") return;
    included.add(name);
    if (node.action === "build") node.after.forEach(visit);
  };
  for (const name of planned.keys()) if (selected.has(name)) visit(name);
  return included;
}

function removedModels({ graph, state }: PlanInput): readonly string[] {
  return [...state.published.keys()].filter((name) => {
    const node = graph.nodes.get(name);
    return !node || node.model.kind.type === "ephemeral";
  });
}

function refuseForeign(nodes: readonly PlanNode[], { graph, state, existing }: PlanInput): void {
  const found: Diagnostic[] = [];
  for (const { name } of nodes) {
    const model = graph.nodes.get(name)?.model;
    if (!model) continue;
    const view = viewRef(model, graph.project.environment);
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

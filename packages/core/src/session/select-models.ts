import { isInlinedModel } from "../project/resolve/inlined-models.js";
import { isFromFile } from "../kinds/all-kinds.js";
import type { Fingerprint } from "../plan/fingerprint/fingerprint.js";
import { recordedMetadata } from "../plan/passed-checks.js";
import type { Graph } from "../project/resolve/graph.js";
import {
  selectNodes,
  type SelectableNode,
  type SelectionState,
} from "../project/select/select-nodes.js";
import { versionOf } from "../state/published-version.js";
import type { StateSnapshot } from "../state/state-store.js";
import { editedEphemerals } from "./edited-ephemerals.js";
import type { Session } from "./session.js";
import type { Selection } from "./options.js";
import { maintenanceCommands, type RunRecord } from "../state/run-record.js";

/** What `state:` methods compare. */
export interface SelectionBasis {
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly state: StateSnapshot;
}

/** Models and sources chosen by a selection, in graph order. Raises `CLI.SELECTION_*`. */
export async function selectModels(
  session: Session,
  selection: Selection,
  basis?: SelectionBasis,
): Promise<readonly string[]> {
  const graph = await session.graph();
  const needsResults = uses(selection, "result:");
  const lastRun = needsResults ? await lastBuild(session) : undefined;
  return selectNodes(selectableNodes(graph), selection, {
    ...(basis ? stateOf(graph, basis, await ephemerals(session, graph, { selection, basis })) : {}),
    ...(lastRun ? { results: resultsOf(lastRun) } : {}),
  });
}

/** True when a selection asks a method that needs the warehouse's state. */
export function uses(selection: Selection, method: "state:" | "result:"): boolean {
  return [...(selection.select ?? []), ...(selection.exclude ?? [])].some((spec) =>
    spec.includes(method),
  );
}

/** The graph as selection sees it: sources first, then models in graph order. */
export function selectableNodes(graph: Graph): readonly SelectableNode[] {
  const sources = [...graph.sources.values()].map((source): SelectableNode => ({
    name: source.name,
    resourceType: "source",
    kind: "source",
    path: source.path,
    tags: source.tags,
    config: {
      tags: source.tags,
      owner: source.owner,
      schema: source.schema,
      meta: source.meta,
      contract: source.contract,
    },
    parents: [],
    checks: source.checks.map((c) => c.type),
  }));
  const models = [...graph.nodes.values()].map(({ model, parents }): SelectableNode => ({
    name: model.name,
    resourceType: isFromFile(model.kind) ? "seed" : "model",
    kind: model.kind.type,
    path: model.path,
    tags: model.tags,
    config: {
      kind: model.kind.type,
      materialized: model.kind.type,
      tags: model.tags,
      owner: model.owner,
      cron: model.cron,
      schema: model.schema,
      meta: model.meta,
      contract: model.contract,
    },
    parents,
    checks: model.checks.map((c) => c.type),
  }));
  return [...sources, ...models];
}

/** Edited ephemeral models, where the selection asks for what is modified. */
async function ephemerals(
  session: Session,
  graph: Graph,
  { selection, basis }: { readonly selection: Selection; readonly basis: SelectionBasis },
): Promise<ReadonlySet<string>> {
  if (!uses(selection, "state:")) return new Set();
  return editedEphemerals(session, graph, basis.state);
}

function stateOf(
  graph: Graph,
  { fingerprints, state }: SelectionBasis,
  edited: ReadonlySet<string>,
): SelectionState {
  const modified = new Set(edited);
  const fresh = new Set<string>();
  for (const name of graph.nodes.keys()) {
    const now = fingerprints.get(name);
    const published = state.published.get(name);
    const built = published && versionOf(state, published);
    if (isInlinedModel(graph, name)) continue;
    if (!published) fresh.add(name);
    if (
      built?.definition !== now?.definition ||
      recordedMetadata(published?.metadata) !== now?.metadata
    )
      modified.add(name);
  }
  return { modified, new: fresh };
}

/** The latest run that built anything or looked whether it had to. */
async function lastBuild(session: Session): Promise<RunRecord | undefined> {
  for (const limit of [1, 20, 1000]) {
    const runs = await session.state.history(limit);
    const built = runs.find(({ command }) => !maintenanceCommands.some((name) => name === command));
    if (built || runs.length < limit) return built;
  }
  return undefined;
}

function resultsOf(run: RunRecord): ReadonlyMap<string, string> {
  return new Map(
    run.nodes.map((node) => [
      node.name,
      node.checks.warned > 0 && node.status === "built" ? "warned" : node.status,
    ]),
  );
}

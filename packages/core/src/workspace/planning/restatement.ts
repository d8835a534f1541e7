import { hasRelation } from "../../project/resolve/inlined-models.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import type { Fingerprint } from "../../plan/fingerprint/fingerprint.js";
import { isFromFile, isIncremental, isInlined } from "../../kinds/all-kinds.js";
import type { TimeOptions } from "../../plan/plan-update.js";
import { environmentCommand } from "../../model/project/command-line.js";
import type { Project } from "../../model/project/project.js";
import type { Graph, ModelNode } from "../../project/resolve/graph.js";
import { publishedVersion, versionOf } from "../../state/published-version.js";
import type { PlanBasis } from "../../session/applied-models.js";
import type { PlanChoice } from "./planned.js";
import { mayPinNow } from "../../plan/fingerprint/pinned-now.js";

/** Models that a restatement computes again. */
interface Restated {
  /** Those that its selection names. */
  readonly roots: readonly string[];
  readonly time: TimeOptions;
}

/**
 * A restatement computes its range with the versions that are published, and nothing else: edits that nobody applied
 * stay out of it, and so does time that is missing elsewhere. Readers that were edited, or were never published, follow
 * once they are applied. Raises `RUN.NOT_APPLIED` for a model of the selection that was edited or never published.
 */
export function chooseRestatement(
  graph: Graph,
  basis: PlanBasis,
  { roots, time }: Restated,
): PlanChoice {
  const { project } = graph;
  const applied = publishedUnedited(graph, basis);
  const refused = roots.filter((name) => !applied.has(name) && hasRelation(graph, name));
  if (refused.length > 0) throw notApplied(refused, project, basis);
  const restated = [...(time.restate?.keys() ?? [])].filter((name) => applied.has(name));
  const scope = new Set([...restated, ...[...applied].filter((name) => isFree(graph, name))]);
  return {
    selected: new Set(restated),
    hold: new Set([...graph.nodes.keys()].filter((name) => !scope.has(name))),
    time,
    changes: new Map(),
    logic: new Map(),
    fingerprints: publishedFingerprints(graph, basis, scope),
  };
}

/** Models that the environment publishes and whose own text is as published. The content of a seed is data. */
function publishedUnedited(graph: Graph, basis: PlanBasis): ReadonlySet<string> {
  const names = [...graph.nodes.keys()].filter((name) => basis.state.published.has(name));
  return new Set(names.filter((name) => !isEdited(graph.nodes.get(name), basis)));
}

function isEdited(
  node: ModelNode | undefined,
  { fingerprints, state, changes }: PlanBasis,
): boolean {
  if (!node || isFromFile(node.model.kind)) return false;
  const { name } = node.model;
  if (!mayPinNow(node)) return changes.get(name)?.edited === true;
  // The comparison of its texts sees the values of `$now` as an edit.
  return publishedVersion(state, name)?.definition !== fingerprints.get(name)?.definition;
}

/** Inputs that are brought up to date for a restatement: those with neither a cron of their own nor rows that they keep. */
function isFree({ nodes }: Graph, name: string): boolean {
  const model = nodes.get(name)?.model;
  return model !== undefined && model.cron === undefined && !isIncremental(model.kind);
}

/** Fingerprints with which unedited models go on as published, though a model that they read was edited. */
function publishedFingerprints(
  graph: Graph,
  { fingerprints, state }: PlanBasis,
  scope: ReadonlySet<string>,
): ReadonlyMap<string, Fingerprint> {
  const found = new Map(fingerprints);
  const edited = new Set<string>();
  for (const { model, parents } of graph.nodes.values()) {
    const { name, kind } = model;
    const isEffective = !isInlined(kind) && !scope.has(name);
    if (isEffective || parents.some((parent) => edited.has(parent))) edited.add(name);
    const shown = state.published.get(name);
    const version = shown && versionOf(state, shown);
    const own = fingerprints.get(name);
    if (!version || !own || !scope.has(name) || (!edited.has(name) && !isIncremental(kind)))
      continue;
    found.set(name, { ...own, data: version.fingerprint, definition: version.definition });
  }
  return found;
}

function notApplied(names: readonly string[], project: Project, { state }: PlanBasis): SluiceError {
  const { environment } = project;
  const isNew = names.every((name) => !state.published.has(name));
  const listed = names.join(", ");
  const was = names.length === 1 ? "was" : "were";
  return new SluiceError({
    code: "RUN.NOT_APPLIED",
    message: isNew
      ? `${listed} ${was} never published in ${environment}: there is nothing to compute again.`
      : `${listed} ${was} edited since the last plan was applied to ${environment}. Nothing was done.`,
    why: "A restatement computes with what is applied, so that it publishes no edit.",
    where: { file: project.models.get(names[0] ?? "")?.path, model: names[0] },
    hints: [
      `Run \`${environmentCommand(["plan"], project)}\` and apply it, or take the edit back.`,
    ],
  });
}

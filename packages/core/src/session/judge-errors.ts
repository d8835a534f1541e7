import { isFromFile, isInlined } from "../kinds/all-kinds.js";
import { raiseErrors, type Diagnostic } from "../base/errors/sluice-error.js";
import { fingerprintModels, type Fingerprint } from "../plan/fingerprint/fingerprint.js";
import type { Graph } from "../project/resolve/graph.js";
import { upstreamOf } from "../project/resolve/upstream.js";
import type { StateSnapshot } from "../state/state-store.js";
import { sortErrors, type Faults } from "../project/validate/faults.js";
import type { ValidatedGraph } from "../project/validate/validate-project.js";
import type { Session } from "./session.js";
import { appliedModels } from "./applied-models.js";
import { publishedEphemerals } from "./edited-ephemerals.js";

/** A project whose text is right, with the relations that data stop. */
export interface JudgedProject {
  readonly validated: ValidatedGraph;
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
}

/**
 * Tells faults of data from errors of the project's text, and raises every diagnostic where there is one of the text. A
 * model that cannot be bound though its text, and that of all it reads, is what readers see has been stopped by its
 * input: the state is asked only where that has to be known.
 */
export async function judgeErrors(session: Session): Promise<JudgedProject> {
  const validated = await session.validation();
  const { errors } = sortErrors(validated);
  if (errors.length === 0) return { validated, fingerprints: await fingerprintModels(validated) };
  const isOfText = (found: Diagnostic) => !readsData(validated.graph, found.where?.model);
  if (validated.unresolved.some(isError) || errors.some(isOfText))
    raiseErrors(validated.diagnostics);
  const fingerprints = await fingerprintModels({ ...validated, faults: unreadable(validated) });
  const { state, project } = session;
  const snapshot = await state.read(project.environment);
  const ephemerals = await publishedEphemerals(session, validated.graph, snapshot);
  const isAsBuilt = asBuilt(validated, { fingerprints, state: snapshot, ephemerals });
  const decided = sortErrors(validated, isAsBuilt);
  if (decided.errors.length > 0) raiseErrors(validated.diagnostics);
  return { validated: { ...validated, faults: decided.faults }, fingerprints };
}

/** True for a seed or source, and for what is made from one: data can be the reason why it cannot be bound. */
function readsData(graph: Graph, name: string | undefined): boolean {
  const upstream = upstreamOf(graph, name === undefined ? [] : [name]);
  const isData = (at: string) => graph.sources.has(at) || isSeed(graph, at);
  return [...upstream].some(isData);
}

/** Every relation with an error: its files may be impossible to read. */
function unreadable({ findings }: ValidatedGraph): Faults {
  const found = [...findings].filter(([, diagnostics]) => diagnostics.some(isError));
  return new Map(found.map(([name, diagnostics]) => [name, { type: "own", diagnostics }]));
}

/** True for an error about a model, or about its checks, whose text has not changed since it was built. */
function asBuilt(
  { graph }: ValidatedGraph,
  basis: {
    readonly fingerprints: ReadonlyMap<string, Fingerprint>;
    readonly state: StateSnapshot;
    /** Ephemeral models whose text is published. */
    readonly ephemerals: ReadonlySet<string>;
  },
): (model: string, found: Diagnostic) => boolean {
  const applied = appliedModels(graph, basis);
  const isApplied = (name: string) => {
    const node = graph.nodes.get(name);
    const isPublished = !node || !isInlined(node.model.kind) || basis.ephemerals.has(name);
    return isPublished && applied.has(name);
  };
  return (model, { code }) => {
    const { metadata } = basis.state.published.get(model) ?? {};
    // The text of checks is no part of a model's logic.
    if (code === "DQ.CHECK_INVALID" && metadata !== basis.fingerprints.get(model)?.metadata)
      return false;
    return isApplied(model) && (!isSeed(graph, model) || code === "DQ.CHECK_INVALID");
  };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

function isSeed({ nodes }: Graph, name: string): boolean {
  const node = nodes.get(name);
  return node !== undefined && isFromFile(node.model.kind);
}

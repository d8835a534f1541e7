import { canonicalForm } from "../../canonical/canonical-form.js";
import { comparedRender } from "../../execute/version-text.js";
import { inlinedText, runParameterValues } from "../../render/render-model.js";
import type { Graph, ModelNode } from "../../resolve/graph.js";
import type { StateSnapshot } from "../../state/state-store.js";
import type { Session } from "../session.js";

/**
 * Ephemeral models whose text is in no published query, though readers of theirs are published. They have no version of their own: what
 * was applied of them is part of their readers' texts.
 */
export async function editedEphemerals(
  session: Session,
  graph: Graph,
  { published }: Pick<StateSnapshot, "published">,
): Promise<ReadonlySet<string>> {
  const ephemerals = [...graph.nodes.values()].filter(isEphemeral);
  if (ephemerals.length === 0) return new Set();
  const physical = [...published.values()].map((shown) => shown.physical);
  const texts = await session.state.versionTexts(await session.warehouse(), physical);
  const queries = [...texts.values()].flatMap(({ query }) =>
    query === undefined ? [] : [canonicalForm(query)],
  );
  const readers = readersOfEphemerals(graph);
  const { dialect } = session.project.target.engine;
  const parameters = runParameterValues(graph, "plan");
  const isEdited = (node: ModelNode): boolean => {
    const isApplied = readers.get(node.model.name)?.some((name) => published.has(name)) === true;
    const render = comparedRender(node, { graph, dialect, parameters });
    const text = canonicalForm(inlinedText(node, graph, render));
    return isApplied && queries.every((query) => !query.includes(text));
  };
  return new Set(ephemerals.filter(isEdited).map(({ model }) => model.name));
}

function isEphemeral({ model }: ModelNode): boolean {
  return model.kind.type === "ephemeral";
}

/** Relations that read each model, through ephemeral models too. */
function readersOfEphemerals(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  // Readers come after what they read: in reverse, the readers of an ephemeral model are known before its own inputs.
  for (const node of [...graph.nodes.values()].reverse()) {
    const { name } = node.model;
    const readers = isEphemeral(node) ? (found.get(name) ?? []) : [name];
    for (const parent of node.parents)
      found.set(parent, [...new Set([...(found.get(parent) ?? []), ...readers])]);
  }
  return found;
}

import { isInlined } from "../kinds/all-kinds.js";
import { canonicalForm } from "@sluice/sql/text";
import { comparedRender } from "../run/version-text.js";
import { inlinedText, runParameterValues } from "../project/render/render-model.js";
import type { Graph, ModelNode } from "../project/resolve/graph.js";
import { inlinedModels } from "../project/resolve/inlined-models.js";
import type { StateSnapshot } from "../state/state-store.js";
import type { Session } from "./session.js";

/** Ephemeral models whose text is in no published query, though readers of theirs are published. */
export async function editedEphemerals(
  session: Session,
  graph: Graph,
  state: Pick<StateSnapshot, "published">,
): Promise<ReadonlySet<string>> {
  const published = await publishedEphemerals(session, graph, state);
  const read = new Set([...state.published.keys()].flatMap((name) => inlinedModels(name, graph)));
  const ephemerals = [...graph.nodes.values()].filter(isEphemeral).map(({ model }) => model.name);
  return new Set(ephemerals.filter((name) => read.has(name) && !published.has(name)));
}

/**
 * Ephemeral models whose text is in a published query. They have no version of their own: the applied text of one is part
 * of its readers' texts.
 */
export async function publishedEphemerals(
  session: Session,
  graph: Graph,
  { published }: Pick<StateSnapshot, "published">,
): Promise<ReadonlySet<string>> {
  const ephemerals = [...graph.nodes.values()].filter(isEphemeral);
  if (ephemerals.length === 0) return new Set();
  const { dialect } = session.project.target.engine;
  const { lexis } = dialect;
  const physical = [...published.values()].map((shown) => shown.physical);
  const texts = await session.state.versionTexts(physical);
  const queries = [...texts.values()].flatMap(({ query }) =>
    query === undefined ? [] : [canonicalForm(query, lexis)],
  );
  const parameters = runParameterValues(graph, "plan");
  const isPublished = (node: ModelNode): boolean => {
    const render = comparedRender(node, { graph, dialect, parameters });
    const text = canonicalForm(inlinedText(node, graph, render), lexis);
    return queries.some((query) => query.includes(text));
  };
  return new Set(ephemerals.filter(isPublished).map(({ model }) => model.name));
}

function isEphemeral({ model }: ModelNode): boolean {
  return isInlined(model.kind);
}

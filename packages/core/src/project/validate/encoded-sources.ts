import { kindOf } from "../../kinds/all-kinds.js";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { Source } from "../../model/model.js";
import { hasCopies } from "../files/utf8-copies.js";
import type { Graph, ModelNode } from "../resolve/graph.js";
import { throughEphemeral } from "../resolve/through-ephemeral.js";

/**
 * Faults of a view over files in another encoding than UTF-8. Readers of a view read the files by the engine, at any time,
 * when the copies of a command are gone.
 */
export function encodingProblems(
  { model, parents }: ModelNode,
  graph: { readonly nodes: Graph["nodes"]; readonly sources: ReadonlyMap<string, Source> },
): readonly Diagnostic[] {
  if (kindOf(model.kind).relation !== "view") return [];
  return throughEphemeral(parents, graph).flatMap((name) => {
    const location = graph.sources.get(name)?.location;
    if (location?.type !== "file" || !hasCopies(location)) return [];
    return diagnostic({
      code: "MODEL.INVALID",
      message: `${model.name} is a view over ${name}, whose files are in ${location.encoding ?? ""}: the engine reads them itself whenever the view is queried, and takes UTF-8 alone.`,
      where: { file: model.path, model: model.name },
      hints: [
        "Make the model a table: `kind: table`.",
        `Or declare ${name} as a seed, which is read when it is built.`,
      ],
    });
  });
}

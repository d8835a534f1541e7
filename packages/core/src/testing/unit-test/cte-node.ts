import type { Span } from "@sluice/sql/text";
import { SluiceError, type Place } from "../../base/errors/sluice-error.js";
import type { ModelNode } from "../../project/resolve/graph.js";
import { suggest } from "../../base/suggest.js";

/** A model cut off after one of its common table expressions, whose rows become the result. */
export function cteNode(node: ModelNode, cte: string, where: Place): ModelNode {
  const ctes = node.query?.ctes ?? [];
  const found = ctes.find(({ name }) => name.toLowerCase() === cte.toLowerCase());
  const sql = node.model.sql;
  if (!found || !sql || !node.query) {
    const names = ctes.map(({ name }) => name);
    const near = suggest(cte, names);
    throw new SluiceError({
      code: "DQ.TEST_INVALID",
      message: `${node.model.name} has no common table expression \`${cte}\`.`,
      where,
      hints: [
        near[0] !== undefined
          ? `Did you mean \`${near[0]}\`?`
          : names.length > 0
            ? `It has: ${names.join(", ")}.`
            : "It has none.",
      ],
    });
  }
  const close = sql.text.indexOf(")", found.end) + 1;
  const text = `${sql.text.slice(0, close)}\nselect * from "${found.name.replaceAll('"', '""')}"`;
  const kept = <T extends Span>(spans: readonly T[]) => spans.filter(({ end }) => end <= close);
  const references = kept(node.references);
  return {
    ...node,
    model: { ...node.model, sql: { ...sql, text } },
    query: {
      ...node.query,
      parameters: kept(node.query.parameters),
      rewrites: kept(node.query.rewrites),
    },
    references,
    parents: [...new Set(references.map((reference) => reference.name))].sort(),
  };
}

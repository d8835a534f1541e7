import type { ColumnInfo } from "../text/column-info.js";
import type { FunctionCatalogue } from "../text/function-catalogue.js";
import type { SqlLanguage } from "../text/sql-language.js";
import { analyzeQuery, type Analysis } from "../lineage/analyze-query.js";
import type { Expression } from "../tree/nodes.js";
import { allNodes, type Node, type SyntaxTree, type TreeResult } from "../tree/syntax-tree.js";
import { isNotDeterministic } from "./traits.js";

/** A query in one of two versions. */
export interface QuerySide {
  /** Its tables are quoted full names, parameters are literals, ephemeral models are CTEs. */
  readonly sql: string;
  readonly columns: readonly ColumnInfo[];
  /** Columns of every relation the query reads, by `schema.name`. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

/** Key of what an edit changed among the inputs of a column. */
export const CHANGED = "changed";
/** Key of what may be another value whenever a query is run. */
export const VOLATILE = "volatile";

/** Trees of queries of one engine, which were read before. */
export interface QueryTrees {
  readonly language: SqlLanguage;
  readonly tree: (sql: string) => TreeResult;
}

/** What a query reads, with the nodes an edit changed and those that change by themselves among the inputs. */
export function analyzeSide(
  side: QuerySide,
  result: TreeResult,
  {
    language,
    changed = [],
  }: { readonly language: SqlLanguage; readonly changed?: readonly Expression[] },
): Analysis | string {
  const taints = new Map<Node, string>();
  if (result.ok) markNotDeterministic(result.tree, taints, language.functions);
  for (const node of changed) taints.set(node, CHANGED);
  const columns = side.columns.map(({ name }) => name);
  const input = { sql: side.sql, columns, parents: side.parents };
  return analyzeQuery(input, result, { language, taints: taints, clock: VOLATILE });
}

/** Marks functions without a fixed value, and rows picked without an order. */
function markNotDeterministic(
  { query }: SyntaxTree,
  taints: Map<Node, string>,
  functions: FunctionCatalogue,
): void {
  for (const node of allNodes(query)) {
    if (isNotDeterministic(node, functions)) taints.set(node, VOLATILE);
    if (!("order" in node && "limit" in node) || node.order.length > 0) continue;
    for (const cut of [node.limit, node.offset, ...(node.distinct?.on ?? [])])
      if (cut !== undefined) taints.set(cut, VOLATILE);
  }
}

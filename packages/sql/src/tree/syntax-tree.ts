import type { Expression, Query, Relation } from "./nodes.js";

/** The syntax tree of one query. */
export interface SyntaxTree {
  readonly query: Query;
  /**
   * True where the tree has everything the text says but comments, white space and redundant parentheses: two texts
   * with equal trees mean the same.
   */
  readonly exact: boolean;
}

/** A tree, or why there is none: the text is no query, or says something that the tree cannot express. */
export type TreeResult =
  | { readonly ok: true; readonly tree: SyntaxTree }
  | { readonly ok: false; readonly reason: string };

/** A part of a tree that has a `kind`. */
export type Node = Query | Relation | Expression;

/** True for a part that is a node. */
export function isNode(part: unknown): part is Node {
  return typeof part === "object" && part !== null && "kind" in part;
}

/** The nodes directly below a part, whatever lists and objects are between. */
export function* nodesBelow(part: unknown): Generator<Node> {
  if (typeof part !== "object" || part === null) return;
  for (const value of Array.isArray(part) ? (part as readonly unknown[]) : Object.values(part)) {
    if (isNode(value)) yield value;
    else yield* nodesBelow(value);
  }
}

export function* allNodes(part: unknown): Generator<Node> {
  if (isNode(part)) yield part;
  for (const node of nodesBelow(part)) yield* allNodes(node);
}

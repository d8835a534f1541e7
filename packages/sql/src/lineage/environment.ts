import type { FunctionCatalogue } from "../text/function-catalogue.js";
import type { Node } from "../tree/syntax-tree.js";
import type { Query } from "../tree/nodes.js";
import type { Inputs, Relation, Scope } from "./relation.js";

/** Nodes of a tree, by identity, that are followed as if they were columns of parents. */
export type Marks = ReadonlyMap<Node, string>;

/** What a query can see besides its own `from`, and where it notes what it reads. */
export interface Environment {
  /** Columns of the parents by folded full name. */
  readonly parents: ReadonlyMap<string, Relation>;
  readonly ctes: ReadonlyMap<string, Relation>;
  readonly functions: FunctionCatalogue;
  /** Inputs that decide which rows there are: filters, joins, groups, order. */
  readonly rows: Set<string>;
  /** Inputs that are named in some select list, used later or not. */
  readonly named: Set<string>;
  /** Nodes of the tree that count as inputs themselves, with the key they are noted by. */
  readonly taints: Marks;
  /** The key of names that are no columns but functions of the clock or the session. */
  readonly clock: string | undefined;
  /** Columns with made-up names count as inputs themselves. */
  readonly noteRenamed: boolean;
  /** Analyses a query; here so that expressions, which hold queries, need not import what imports them. */
  readonly query: (node: Query, env: Environment, outer: Scope | undefined) => Relation;
}

/** Inputs with the mark of a node, where it has one. */
export function withMark(inputs: Inputs, node: Node, { taints: taints }: Environment): Inputs {
  const mark = taints.get(node);
  return mark === undefined ? inputs : new Set([...inputs, mark]);
}

export function note(collection: Set<string>, inputs: Inputs): void {
  for (const key of inputs) collection.add(key);
}

import type { Inputs, Relation, Scope } from "./relation.js";
import type { Json } from "./syntax-tree.js";

/** What a query can see besides its own `from`, and where it notes what it reads. */
export interface Environment {
  /** Columns of the parents by folded full name. */
  readonly parents: ReadonlyMap<string, Relation>;
  readonly ctes: ReadonlyMap<string, Relation>;
  /** Inputs that decide which rows there are: filters, joins, groups, order. */
  readonly rows: Set<string>;
  /** Inputs that are named in some select list, used later or not. */
  readonly named: Set<string>;
  /** Analyses a query; here so that expressions, which hold queries, need not import what imports them. */
  readonly query: (node: Json, env: Environment, outer: Scope | undefined) => Relation;
}

/** Adds inputs to a collection. */
export function note(collection: Set<string>, inputs: Inputs): void {
  for (const key of inputs) collection.add(key);
}

import { foldName } from "../text/name.js";
import type { Query } from "../tree/nodes.js";
import { allNodes } from "../tree/syntax-tree.js";
import { note, type Environment } from "./environment.js";
import { findColumn } from "./find-column.js";
import { allInputs, unite, type Inputs, type Relation, type Scope } from "./relation.js";
import { Uncertain } from "./uncertain.js";

/** Stands among inputs that may be more than those that are read. */
export const UNCERTAIN = "uncertain";

/** A query inside of another, with what it can see. */
interface InnerQuery {
  readonly query: Query;
  readonly env: Environment;
  readonly outer: Scope | undefined;
}

/**
 * Reads a query inside of another. What is not understood in it makes its own columns uncertain, not those of the
 * queries around: it reads at most all columns of the relations that it names.
 */
export function bounded(inner: InnerQuery, read: () => Relation): Relation {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Uncertain)) throw error;
    const inputs = boundOf(inner);
    if (inputs === undefined) throw error;
    note(inner.env.rows, inputs);
    return { columns: [{ name: undefined, inputs, many: true }] };
  }
}

/** Everything that a query can read; undefined where there is no telling. */
function boundOf({ query, env, outer }: InnerQuery): Inputs | undefined {
  const read: Inputs[] = [new Set([UNCERTAIN])];
  for (const node of allNodes(query)) {
    const mark = env.taints.get(node);
    if (mark !== undefined) read.push(new Set([mark]));
    if (node.kind === "call" && env.functions.relationsByName.has(node.name)) return undefined;
    if (node.kind !== "table") continue;
    const name = foldName(node.name);
    if (node.schema === undefined) {
      const cte = env.ctes.get(name);
      // Another name is that of a CTE within, whose own tables are nodes as well, or of no parent.
      if (cte !== undefined) read.push(allInputs(cte));
      continue;
    }
    const parent = env.parents.get(foldName(`${node.schema}.${node.name}`));
    if (parent !== undefined) read.push(allInputs(parent));
  }
  read.push(...outerInputs(namesOf(query), outer));
  if (env.clock !== undefined) read.push(new Set([env.clock]));
  return unite(...read);
}

/** Folded names that stand anywhere for a column or a relation. */
function namesOf(query: Query): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of allNodes(query)) {
    if (node.kind === "column") for (const part of node.parts) names.add(foldName(part));
    if (node.kind === "star" && node.relation !== undefined) names.add(foldName(node.relation));
  }
  return names;
}

/** Inputs that these names can mean in the queries around. */
function outerInputs(names: ReadonlySet<string>, outer: Scope | undefined): readonly Inputs[] {
  const read: Inputs[] = [];
  for (let at = outer; at !== undefined; at = at.outer) {
    for (const [name, inputs] of at.aliases) if (names.has(name)) read.push(inputs);
    for (const { alias, relation } of at.sources) {
      if (alias !== undefined && names.has(alias)) read.push(allInputs(relation));
      for (const name of names) {
        const found = findColumn(relation.columns, name);
        if (found !== undefined) read.push(found.inputs);
      }
    }
  }
  return read;
}

import type { FunctionCatalogue } from "../text/function-catalogue.js";
import { foldName } from "../text/name.js";
import type { Column } from "../tree/leaves.js";
import type { Query } from "../tree/nodes.js";
import { allNodes, type Node, type SyntaxTree } from "../tree/syntax-tree.js";

/** Folded names by which relations are called, and by which columns are, anywhere in a tree. */
export interface TreeNames {
  readonly relations: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
}

/** Collects the names in a tree. */
export function namesIn(tree: SyntaxTree | undefined): TreeNames {
  const relations = new Set<string>();
  const columns = new Set<string>();
  const add = (set: Set<string>, ...names: readonly (string | undefined)[]) => {
    for (const name of names) if (name !== undefined) set.add(foldName(name));
  };
  for (const node of allNodes(tree?.query)) {
    if (isQuery(node)) for (const cte of node.ctes) addCte(cte);
    if (node.kind === "column") add(columns, ...columnNames(node));
    if (node.kind === "star") add(columns, ...node.rename.map(({ to }) => to));
    if (!("columns" in node) || typeof node.columns === "boolean") {
      if ("alias" in node) add(columns, node.alias);
      continue;
    }
    add(columns, ...node.columns);
    if ("alias" in node) add(relations, node.alias);
    if (node.kind === "table") add(relations, node.name);
  }
  return { relations, columns };

  function addCte({ name, columns: named }: Query["ctes"][number]): void {
    add(relations, name);
    add(columns, ...named);
  }
}

function isQuery(node: Node): node is Query {
  return "ctes" in node;
}

/** True where the order of columns inside of a query may matter to more than the order of its own. */
export function countsPositions(tree: SyntaxTree | undefined): boolean {
  if (tree === undefined) return false;
  return readsWholeRows(tree) || [...allNodes(tree.query)].some(hasPositions);
}

/** True where a relation's name stands in place of a column: a whole row, with its fields in order. */
function readsWholeRows(tree: SyntaxTree): boolean {
  const { relations } = namesIn(tree);
  return [...allNodes(tree.query)].some(
    (node) =>
      node.kind === "column" && columnNames(node).some((name) => relations.has(foldName(name))),
  );
}

/** Parts of a reference that may be a column: all but the qualifier in front. */
function columnNames({ parts }: Column): readonly string[] {
  return parts.length === 1 ? parts : parts.slice(1);
}

function hasPositions(node: Node): boolean {
  switch (node.kind) {
    case "set operation":
      return !node.byName || ends(node);
    case "recursion":
    case "position":
    case "summary":
      return true;
    case "select":
      return (
        node.groups.some(isNumber) ||
        node.ctes.some(({ columns }) => columns.length > 0) ||
        ends(node)
      );
    case "subquery":
      return node.quantifier === "any";
    case "star":
      return node.columns;
    case "call":
      return node.arguments.some(({ kind }) => kind === "star");
    case "table":
    case "derived":
    case "table function":
    case "values":
    case "pivot":
    case "unpivot":
    case "join":
      return node.columns.length > 0;
    default:
      return false;
  }
}

/** `distinct on`, and numbers or `all` in an order. */
function ends({ distinct, order }: Query): boolean {
  if (distinct !== undefined && distinct.on.length > 0) return true;
  return order.some(({ value }) => isNumber(value) || value.kind === "star");
}

function isNumber({ kind }: Node): boolean {
  return kind === "literal";
}

/** True where the rows that a query picks depend on the order of its own columns. */
export function picksByColumns({ query }: SyntaxTree): boolean {
  const { order, limit, offset, distinct } = query;
  const cut = limit !== undefined || offset !== undefined || (distinct?.on.length ?? 0) > 0;
  return cut && order.some(({ value }) => value.kind === "star");
}

/** True where names of columns become values: keys of JSON, texts, names that an `unpivot` lists. */
export function namesAreValues(tree: SyntaxTree, { naming }: FunctionCatalogue): boolean {
  return readsWholeRows(tree) || [...allNodes(tree.query)].some((node) => takesNames(node, naming));
}

function takesNames(node: Node, naming: FunctionCatalogue["naming"]): boolean {
  switch (node.kind) {
    case "unpivot":
    case "summary":
      return true;
    case "star":
      return node.choice !== undefined;
    case "operation":
      return node.operator === "operator_unpack";
    case "call":
      return node.arguments.some(
        ({ kind, alias }) => kind === "star" || (alias === undefined && naming.has(node.name)),
      );
    default:
      return false;
  }
}

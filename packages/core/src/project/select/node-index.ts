/** What selection looks at of a model, seed or source. */
export interface SelectableNode {
  /** `schema.name`. */
  readonly name: string;
  readonly resourceType: "model" | "seed" | "source";
  readonly kind: string;
  /** Relative to the project, forward slashes. */
  readonly path: string;
  readonly tags: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly parents: readonly string[];
  /** Kinds of the node's checks. */
  readonly checks?: readonly string[] | undefined;
}

/** A set of nodes: one byte a node, in the order given. */
export type NodeSet = Uint8Array;

/** Nodes with their neighbours by position. */
export interface NodeIndex {
  readonly nodes: readonly SelectableNode[];
  readonly parents: readonly (readonly number[])[];
  readonly children: readonly (readonly number[])[];
}

/** Positions and both directions of every edge; parents that are not among the nodes are left out. */
export function indexNodes(nodes: readonly SelectableNode[]): NodeIndex {
  const positions = new Map(nodes.map(({ name }, i) => [name, i]));
  const children = nodes.map((): number[] => []);
  const parents = nodes.map((node, i) => {
    const found = node.parents.map((name) => positions.get(name)).filter((p) => p !== undefined);
    for (const parent of found) children[parent]?.push(i);
    return found;
  });
  return { nodes, parents, children };
}

/** The nodes a predicate holds for. */
export function filterNodes(index: NodeIndex, holds: (node: SelectableNode) => boolean): NodeSet {
  return Uint8Array.from(index.nodes, (node) => (holds(node) ? 1 : 0));
}

/** A set and all within `depth` steps along `edges`: every node and edge is visited once. */
export function reach(
  start: NodeSet,
  edges: readonly (readonly number[])[],
  depth: number,
): NodeSet {
  const reached = start.slice();
  let frontier: number[] = [];
  start.forEach((chosen, i) => {
    if (chosen === 1) frontier.push(i);
  });
  for (let step = 0; step < depth && frontier.length > 0; step += 1) {
    const next: number[] = [];
    for (const at of frontier) {
      for (const neighbour of edges[at] ?? []) {
        if (reached[neighbour] === 1) continue;
        reached[neighbour] = 1;
        next.push(neighbour);
      }
    }
    frontier = next;
  }
  return reached;
}

/** Nodes in either set. */
export function unite(a: NodeSet, b: NodeSet): NodeSet {
  return a.map((chosen, i) => chosen | (b[i] ?? 0));
}

/** Nodes in both sets. */
export function intersect(a: NodeSet, b: NodeSet): NodeSet {
  return a.map((chosen, i) => chosen & (b[i] ?? 0));
}

/** Nodes of the first set that are not in the second. */
export function subtract(a: NodeSet, b: NodeSet): NodeSet {
  return a.map((chosen, i) => chosen & ~(b[i] ?? 0));
}

/** True when nothing is chosen. */
export function isEmpty(set: NodeSet): boolean {
  return !set.includes(1);
}

/** A directed graph by neighbours. */
export type Neighbours = (name: string) => readonly string[];

export interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
  /** Its children stand at an earlier place of the tree. */
  readonly repeated: boolean;
}

/** The tree seen from `root`; what was shown once is not opened again. */
export function treeFrom(root: string, neighbours: Neighbours, depth = Infinity): Tree {
  const seen = new Set<string>();
  const grow = (name: string, left: number): Tree => {
    const next = left > 0 ? neighbours(name) : [];
    const repeated = seen.has(name) && next.length > 0;
    seen.add(name);
    return { name, repeated, children: repeated ? [] : next.map((child) => grow(child, left - 1)) };
  };
  return grow(root, depth);
}

/** Fewest steps from `root` to everything reachable, `root` itself at 0. */
export function distances(
  root: string,
  neighbours: Neighbours,
  depth = Infinity,
): Map<string, number> {
  const found = new Map([[root, 0]]);
  for (const [name, distance] of found) {
    if (distance >= depth) continue;
    for (const next of neighbours(name)) if (!found.has(next)) found.set(next, distance + 1);
  }
  return found;
}

/** Lines of a tree's children, drawn with branches. */
export function treeLines(tree: Tree, label: (tree: Tree) => string, indent = ""): string[] {
  return tree.children.flatMap((child, i) => {
    const last = i === tree.children.length - 1;
    const more = child.repeated ? " …" : "";
    const rest = treeLines(child, label, `${indent}${last ? "   " : "│  "}`);
    return [`${indent}${last ? "└─ " : "├─ "}${label(child)}${more}`, ...rest];
  });
}

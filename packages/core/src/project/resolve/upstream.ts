import type { Graph } from "./graph.js";

/** Everything that some models read, directly or through others, themselves included. */
export function upstreamOf(
  { nodes }: Pick<Graph, "nodes">,
  names: readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(nodes.get(name)?.parents ?? []));
  }
  return found;
}

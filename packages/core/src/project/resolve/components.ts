/**
 * The strongly connected components of a graph: names that reach each other. Linear in nodes and edges (Tarjan 1972);
 * edges to names that are no keys are left out. Gives the number of its component for each name.
 */
export function components(
  edges: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const search: Search = { indexes: new Map(), lows: new Map(), open: [], found: new Map() };
  for (const root of edges.keys()) if (!search.indexes.has(root)) visit(root, edges, search);
  return search.found;
}

interface Search {
  /** Order in which names were first met. */
  readonly indexes: Map<string, number>;
  /** The first name that each is known to reach. */
  readonly lows: Map<string, number>;
  /** Names whose component is not complete. */
  readonly open: string[];
  readonly found: Map<string, number>;
}

function visit(root: string, edges: ReadonlyMap<string, readonly string[]>, search: Search): void {
  const { indexes, lows, found } = search;
  // Depth-first with a stack of its own: a chain of 30,000 models must not overflow the call stack.
  const path = [enter(root, search)];
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const next = edges.get(top.name)?.[top.next++];
    if (next === undefined) {
      path.pop();
      leave(top.name, search);
      const above = path.at(-1);
      if (above) lower(above.name, lows.get(top.name) ?? 0, lows);
    } else if (edges.has(next)) {
      const met = indexes.get(next);
      if (met === undefined) path.push(enter(next, search));
      else if (!found.has(next)) lower(top.name, met, lows);
    }
  }
}

function enter(name: string, { indexes, lows, open }: Search): { name: string; next: number } {
  lows.set(name, indexes.size);
  indexes.set(name, indexes.size);
  open.push(name);
  return { name, next: 0 };
}

function lower(name: string, to: number, lows: Map<string, number>): void {
  lows.set(name, Math.min(lows.get(name) ?? to, to));
}

/** A name that reaches none before itself completes its component: all that was met since. */
function leave(name: string, { indexes, lows, open, found }: Search): void {
  const index = indexes.get(name) ?? 0;
  if (lows.get(name) !== index) return;
  for (const member of open.splice(open.lastIndexOf(name))) found.set(member, index);
}

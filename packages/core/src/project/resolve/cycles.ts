/** Names in an order in which each follows its parents, or a path that closes a circle (first name repeated last). */
export function topologicalOrder(parents: ReadonlyMap<string, readonly string[]>): {
  readonly order: readonly string[];
  readonly cycle?: readonly string[];
} {
  const state = new Map<string, "open" | "done">();
  const order: string[] = [];
  for (const root of parents.keys()) {
    if (state.has(root)) continue;
    // Depth-first with a stack of our own: a chain of 30,000 models must not overflow the call stack.
    const path: { readonly name: string; next: number }[] = [{ name: root, next: 0 }];
    state.set(root, "open");
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const child = parents.get(top.name)?.[top.next++];
      if (child === undefined) {
        state.set(top.name, "done");
        order.push(top.name);
        path.pop();
      } else if (state.get(child) === "open") {
        const names = path.map((step) => step.name);
        return { order, cycle: [...names.slice(names.indexOf(child)), child] };
      } else if (!state.has(child) && parents.has(child)) {
        state.set(child, "open");
        path.push({ name: child, next: 0 });
      }
    }
  }
  return { order };
}

/** A node to schedule and the nodes it waits for. */
export interface Schedulable {
  readonly name: string;
  /** Nodes that must have succeeded. */
  readonly after: readonly string[];
  /** Nodes that must have ended, however they did. */
  readonly follows?: readonly string[] | undefined;
}

/** How a graph is run. */
export interface ScheduleOptions<T extends Schedulable> {
  readonly concurrency: number;
  /** Runs one node; resolves to whether its dependants may run. Must not reject. */
  readonly run: (node: T) => Promise<boolean>;
  /** Called for a node that will not run, with the failed node it waits for. */
  readonly skip: (node: T, because: string) => void;
  /** Asked before each start; true ends the schedule, and what has not started is passed to `cancel`. */
  readonly stopped: (node: T) => boolean;
  readonly cancel: (node: T) => void;
}

/** Runs nodes as soon as what they wait for has succeeded. Linear in nodes and edges. */
export async function schedule<T extends Schedulable>(
  nodes: readonly T[],
  options: ScheduleOptions<T>,
): Promise<void> {
  const { waiting, dependants } = countWaits(nodes);
  const ready = nodes.filter((node) => waiting.get(node.name) === 0);
  const blocked = new Map<string, string>();
  let head = 0;
  const settle = (name: string, because: string | undefined): void => {
    for (const { node, needs } of dependants.get(name) ?? []) {
      if (needs && because !== undefined && !blocked.has(node.name))
        blocked.set(node.name, because);
      const left = (waiting.get(node.name) ?? 1) - 1;
      waiting.set(node.name, left);
      if (left === 0) ready.push(node);
    }
  };
  await new Promise<void>((resolve) => {
    let running = 0;
    const finish = (node: T, ok: boolean): void => {
      running -= 1;
      settle(node.name, ok ? undefined : node.name);
      pump();
    };
    const pump = (): void => {
      while (running < options.concurrency && head < ready.length) {
        const node = ready[head++] as T;
        const because = blocked.get(node.name);
        if (because === undefined && !options.stopped(node)) {
          running += 1;
          void options.run(node).then((ok) => finish(node, ok));
          continue;
        }
        if (because === undefined) options.cancel(node);
        else options.skip(node, because);
        settle(node.name, because ?? node.name);
      }
      if (running === 0 && head >= ready.length) resolve();
    };
    pump();
  });
}

/** How many scheduled nodes each waits for, and who waits for each. */
function countWaits<T extends Schedulable>(nodes: readonly T[]) {
  const scheduled = new Set(nodes.map((node) => node.name));
  const waiting = new Map<string, number>();
  const dependants = new Map<string, { readonly node: T; readonly needs: boolean }[]>();
  for (const node of nodes) {
    const after = node.after.map((name) => ({ name, needs: true }));
    const follows = (node.follows ?? []).map((name) => ({ name, needs: false }));
    const waits = [...after, ...follows].filter(({ name }) => scheduled.has(name));
    waiting.set(node.name, waits.length);
    for (const { name, needs } of waits) {
      const list = dependants.get(name) ?? [];
      dependants.set(name, list);
      list.push({ node, needs });
    }
  }
  return { waiting, dependants };
}

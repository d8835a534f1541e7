import type { ModelKindName, NodeResult, RunEvent, RunSummary } from "@sluice/core";

/** A node that runs now. */
export interface RunningNode {
  readonly name: string;
  readonly kind: ModelKindName;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly rows?: number | undefined;
}

/** What a run has told so far. */
export interface Progress {
  /** Nodes to be built. */
  readonly total: number;
  /** Of those, how many have ended. */
  readonly done: number;
  readonly since: number;
  readonly started?: Extract<RunEvent, { type: "run_started" }> | undefined;
  readonly running: ReadonlyMap<string, RunningNode>;
  readonly results: readonly NodeResult[];
  readonly summary?: RunSummary | undefined;
}

export function noProgress(now: number): Progress {
  return { total: 0, done: 0, since: now, running: new Map(), results: [] };
}

/** Takes one event into account. `now` is the reporter's own clock, so that elapsed times need no agreement with the run's. */
export function advance(progress: Progress, event: RunEvent, now: number): Progress {
  switch (event.type) {
    case "run_started":
      return { ...progress, total: event.toBuild, since: now, started: event };
    case "node_started": {
      const node = { name: event.node, kind: event.kind, since: now };
      return { ...progress, running: new Map(progress.running).set(event.node, node) };
    }
    case "node_progress": {
      const node = progress.running.get(event.node);
      if (!node) return progress;
      const running = new Map(progress.running).set(event.node, { ...node, rows: event.rows });
      return { ...progress, running };
    }
    case "node_finished":
      return finish(progress, event.result);
    case "run_finished":
      return { ...progress, running: new Map(), summary: event.summary };
    default:
      return progress;
  }
}

function finish(progress: Progress, result: NodeResult): Progress {
  const running = new Map(progress.running);
  running.delete(result.name);
  const done = progress.done + (result.status === "reused" ? 0 : 1);
  return {
    ...progress,
    running,
    done,
    total: Math.max(progress.total, done),
    results: [...progress.results, result],
  };
}

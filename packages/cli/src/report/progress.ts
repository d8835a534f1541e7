import type { Batches, NodeKindName, NodeResult, RunEvent, RunSummary } from "@sluice/core";
import { nameWidthFor } from "./node-line.js";

/** A node that runs now. */
export interface RunningNode {
  readonly name: string;
  readonly kind: NodeKindName;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly rows?: number | undefined;
  /** Of a table that is filled by time, once its first batch is done. */
  readonly batches?: Batches | undefined;
}

/** What a run has told so far. */
export interface Progress {
  /** Nodes to be built. */
  readonly total: number;
  /** Of those, how many have ended. */
  readonly done: number;
  readonly since: number;
  readonly started?: Extract<RunEvent, { type: "run_started" }> | undefined;
  readonly failed: number;
  readonly running: ReadonlyMap<string, RunningNode>;
  /** Cells for names: as wide as the longest so far, so that columns stand still. */
  readonly nameWidth: number;
  readonly summary?: RunSummary | undefined;
}

export function noProgress(now: number): Progress {
  return {
    total: 0,
    done: 0,
    since: now,
    failed: 0,
    running: new Map(),
    nameWidth: nameWidthFor([]),
  };
}

/** Makes room for names that may come. */
export function expectNames(progress: Progress, names: Iterable<string>): Progress {
  return { ...progress, nameWidth: Math.max(progress.nameWidth, nameWidthFor(names)) };
}

/** ` 7/23`; blank for a reused node, which is not counted. */
export function positionText({ done, total }: Progress, blank = false): string {
  const width = String(total).length;
  const text = `${String(done).padStart(width)}/${String(total)}`;
  return blank ? " ".repeat(text.length) : text;
}

/** `batch 3 of 12`: what is being computed of a table that is filled by time. */
export function batchText({ batches }: Pick<RunningNode, "batches">): string {
  if (!batches || batches.of < 2) return "";
  return `batch ${String(Math.min(batches.done + 1, batches.of))} of ${String(batches.of)}`;
}

/** Takes one event into account. `now` is the reporter's own clock, so that elapsed times need no agreement with the run's. */
export function advance(progress: Progress, event: RunEvent, now: number): Progress {
  switch (event.type) {
    case "run_started":
      return { ...progress, total: event.toBuild, since: now, started: event };
    case "node_started": {
      const node = { name: event.node, kind: event.kind, since: now };
      const running = new Map(progress.running).set(event.node, node);
      return expectNames({ ...progress, running }, [event.node]);
    }
    case "node_progress": {
      const node = progress.running.get(event.node);
      if (!node) return progress;
      const { rows, batches } = event;
      const running = new Map(progress.running).set(event.node, { ...node, rows, batches });
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
  const failed = progress.failed + (result.status === "failed" ? 1 : 0);
  const total = Math.max(progress.total, done);
  return expectNames({ ...progress, running, done, failed, total }, [result.name]);
}

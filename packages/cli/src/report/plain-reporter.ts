import type { RunEvent } from "@sluice/core";
import type { Io } from "../io/io.js";
import { elapsed, listed } from "../render/amounts.js";
import { visible } from "../render/width.js";
import { finishedLine, type LineSettings } from "./finished-line.js";
import {
  advance,
  expectNames,
  batchText,
  noProgress,
  positionText,
  type Progress,
  type RunningNode,
} from "./progress.js";
import type { Reporter, ReporterOptions } from "./reporter.js";

const heartbeatMs = 30_000;

/** The reporter of logs: a line when a node ends, and a sign of life while none does. */
export function createPlainReporter(io: Io, options: ReporterOptions): Reporter {
  let progress = noProgress(io.clock.now());
  const settings = { colours: io.err, verbose: options.verbose, width: 240 };
  let spokeAt = io.clock.now();
  const say = (line: string) => {
    spokeAt = io.clock.now();
    io.stderr.write(`${line}\n`);
  };
  const stop = io.clock.every(1000, () => {
    if (options.quiet || io.clock.now() - spokeAt < heartbeatMs) return;
    const line = heartbeat(progress, io.clock.now());
    if (line !== undefined) say(line);
  });
  return {
    expect(names) {
      progress = expectNames(progress, names);
    },
    event(event) {
      progress = advance(progress, event, io.clock.now());
      const line = options.quiet ? undefined : lineOf(event, progress, settings);
      if (line !== undefined) say(line);
    },
    note(text) {
      say(io.err.yellow(visible(text)));
    },
    close: stop,
  };
}

function lineOf(event: RunEvent, progress: Progress, settings: LineSettings): string | undefined {
  if (event.type === "run_started") return startLine(event);
  return event.type === "node_finished"
    ? finishedLine(event.result, progress, settings)
    : undefined;
}

function startLine(event: Extract<RunEvent, { type: "run_started" }>): string | undefined {
  if (event.toBuild === 0) return undefined;
  const { command, target, environment, toBuild, nodes } = event;
  const place = `environment ${environment} on target ${target}`;
  return `${command} ${place}: ${String(toBuild)} of ${String(nodes)} to build`;
}

/** `7/23 after 1m 05s, running: marts.fct_orders (42s, batch 3 of 12)`. */
export function heartbeat(progress: Progress, now: number): string | undefined {
  if (!progress.started || progress.summary) return undefined;
  const running = [...progress.running.values()].map(
    (node) => `${visible(node.name)} (${runningText(node, now)})`,
  );
  const what = running.length === 0 ? "" : `, running: ${listed(running)}`;
  return `${positionText(progress)} after ${elapsed((now - progress.since) / 1000)}${what}`;
}

function runningText(node: RunningNode, now: number): string {
  const time = elapsed((now - node.since) / 1000);
  return [time, batchText(node)].filter((text) => text !== "").join(", ");
}

import type { RunEvent } from "@sluice/core";
import type { Io } from "../io/io.js";
import { count, elapsed } from "../render/amounts.js";
import { pad, truncate, visible } from "../render/width.js";
import { createLiveRegion } from "./live-region.js";
import { isSilent, nameWidthFor, nodeLine } from "./node-line.js";
import { advance, noProgress, type Progress } from "./progress.js";
import type { Reporter, ReporterOptions } from "./reporter.js";

const frameMs = 100;
/** A project that loads faster than this shows nothing before its first node. */
const patienceMs = 400;
const mostRunning = 8;
const barCells = 24;

/** The reporter of a terminal: finished nodes scroll by, what runs now stands below with its time. */
export function createTtyReporter(io: Io, options: ReporterOptions): Reporter {
  const region = createLiveRegion(io.stderr);
  let progress = noProgress(io.clock.now());
  let nameWidth = 0;
  const redraw = () => {
    if (progress.summary) return;
    const waited = io.clock.now() - progress.since;
    if (progress.started) region.draw(liveLines(progress, io));
    else if (waited >= patienceMs)
      region.draw([io.err.dim(`validating ${elapsed(waited / 1000)}`)]);
  };
  const stop = io.clock.every(frameMs, redraw);
  return {
    expect(names) {
      nameWidth = nameWidthFor(names);
    },
    event(event) {
      progress = advance(progress, event, io.clock.now());
      const line = finishedLine(event, progress, { io, options, nameWidth });
      if (line !== undefined) region.above([line]);
      if (event.type === "run_finished") region.close();
      else if (event.type !== "node_progress") redraw();
    },
    note(text) {
      region.above([io.err.yellow(visible(text))]);
    },
    close() {
      stop();
      region.close();
    },
  };
}

interface LineSettings {
  readonly io: Io;
  readonly options: ReporterOptions;
  /** Of the names expected; 0 when they are not known. */
  readonly nameWidth: number;
}

function finishedLine(
  event: RunEvent,
  progress: Progress,
  { io, options, nameWidth }: LineSettings,
): string | undefined {
  if (event.type !== "node_finished") return undefined;
  const { result } = event;
  if (isSilent(result) && !options.verbose) return undefined;
  const names = progress.results.map((r) => r.name);
  return nodeLine(result, {
    colours: io.err,
    position: positionText(progress, result.status === "reused"),
    nameWidth: Math.max(nameWidth, nameWidthFor([...names, ...progress.running.keys()])),
    width: widthOf(io),
  });
}

/** ` 7/23`; blank for a reused node, which is not counted. */
export function positionText({ done, total }: Progress, blank = false): string {
  const width = String(total).length;
  const text = `${String(done).padStart(width)}/${String(total)}`;
  return blank ? " ".repeat(text.length) : text;
}

function widthOf(io: Io): number {
  return Math.max(20, (io.stderr.columns ?? 80) - 1);
}

/** The region: running nodes with their time and rows, then the bar. */
export function liveLines(progress: Progress, io: Io): string[] {
  const width = widthOf(io);
  const now = io.clock.now();
  const most = Math.max(1, Math.min(mostRunning, (io.stderr.rows ?? 24) - 4));
  const running = [...progress.running.values()];
  const nameWidth = Math.min(
    nameWidthFor(running.map((node) => node.name)),
    Math.max(12, width - 24),
  );
  const lines = running.slice(0, most).map((node) => {
    const rows = node.rows === undefined ? "" : `  ${count(node.rows)} rows`;
    const time = elapsed(Math.max(0, now - node.since) / 1000).padStart(6);
    const text = `  ${pad(truncate(visible(node.name), nameWidth), nameWidth)}  ${node.kind.padEnd(5)}  ${time}${rows}`;
    return io.err.cyan(truncate(text, width));
  });
  if (running.length > most) lines.push(io.err.dim(`  and ${String(running.length - most)} more`));
  return [...lines, barLine(progress, io, now)];
}

function barLine(progress: Progress, io: Io, now: number): string {
  const share = progress.total === 0 ? 1 : progress.done / progress.total;
  const filled = Math.round(share * barCells);
  const bar = `${io.err.green("━".repeat(filled))}${io.err.dim("─".repeat(barCells - filled))}`;
  const failed = progress.results.filter((r) => r.status === "failed").length;
  const problems = failed === 0 ? "" : io.err.red(`  ${String(failed)} failed`);
  return `${positionText(progress)} ${bar} ${elapsed(Math.max(0, now - progress.since) / 1000)}${problems}`;
}

import type { Io } from "../io/io.js";
import { counted, elapsed } from "../render/amounts.js";
import { pad, truncate, visible } from "../render/width.js";
import { finishedLine } from "./finished-line.js";
import { createLiveRegion } from "./live-region.js";
import { kindCell, nameWidthFor } from "./node-line.js";
import {
  advance,
  expectNames,
  batchText,
  noProgress,
  positionText,
  type Progress,
} from "./progress.js";
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
      progress = expectNames(progress, names);
    },
    event(event) {
      progress = advance(progress, event, io.clock.now());
      if (event.type === "node_finished") {
        const settings = { colours: io.err, verbose: options.verbose, width: widthOf(io) };
        const line = finishedLine(event.result, progress, settings);
        if (line !== undefined) region.above([line]);
      }
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
    const rows = node.rows === undefined ? "" : counted(node.rows, "row");
    const told = [batchText(node), rows].filter((text) => text !== "").join("  ");
    const time = elapsed(Math.max(0, now - node.since) / 1000).padStart(6);
    const text =
      `  ${pad(truncate(visible(node.name), nameWidth), nameWidth)}  ${kindCell(node.kind)}  ${time}  ${told}`.trimEnd();
    return io.err.cyan(truncate(text, width));
  });
  if (running.length > most) lines.push(io.err.dim(`  and ${String(running.length - most)} more`));
  return [...lines, barLine(progress, io, now)];
}

function barLine(progress: Progress, io: Io, now: number): string {
  const share = progress.total === 0 ? 1 : progress.done / progress.total;
  const filled = Math.round(share * barCells);
  const bar = `${io.err.green("━".repeat(filled))}${io.err.dim("─".repeat(barCells - filled))}`;
  const problems = progress.failed === 0 ? "" : io.err.red(`  ${String(progress.failed)} failed`);
  return `${positionText(progress)} ${bar} ${elapsed(Math.max(0, now - progress.since) / 1000)}${problems}`;
}

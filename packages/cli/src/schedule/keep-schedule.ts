import { isSluiceError } from "@sluice/core";
import type { CommandContext } from "../context.js";
import { reportFailure } from "../report/failure.js";
import { dueNow, runDue } from "./run-due.js";
import { tellDue } from "./tell-due.js";

/** The longest the schedule sleeps: files of the project may change in the meantime. */
const longestMs = 60_000;

/**
 * Runs what is due, again and again, until it is told to stop. The warehouse is open only while something runs. An error
 * is told and the schedule goes on: the next call may find it mended.
 */
export async function keepSchedule(context: CommandContext): Promise<{ readonly runs: number }> {
  const { io, signal } = context;
  let runs = 0;
  let told = "";
  while (!signal.aborted) {
    let wait = longestMs;
    try {
      const due = await dueNow(context);
      const news = due.rounds.length > 0 ? "" : (due.next?.tick ?? "none");
      if (due.rounds.length > 0 || news !== told) tellDue(due, context, { isDry: false });
      told = news;
      runs += (await runDue(due, context)).runs.length;
      wait = Math.min(longestMs, untilNext(due.next?.tick, io.clock.now()));
    } catch (error) {
      if (!isSluiceError(error)) throw error;
      if (wasStopped(signal)) break;
      const { logFormat } = context.global;
      await reportFailure(error, { io, json: false, logFormat, command: "schedule" });
    }
    await pause(wait, signal);
  }
  return { runs };
}

/** Asked anew each time: it changes while something is awaited. */
function wasStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}

function untilNext(tick: string | undefined, now: number): number {
  return tick === undefined ? longestMs : Math.max(1000, Date.parse(tick) - now);
}

/** Resolves after a time, or when the signal is aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}

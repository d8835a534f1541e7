import { exitCode } from "../context.js";
import { reportFailure, type FailureTarget } from "./failure.js";

/**
 * Flushes both streams and returns the exit code of the process: that of the command, unless the command was done and its
 * output was cut. Standard output that a file did not take is `OUTPUT.WRITE_FAILED`; a reader that went away is no error
 * to tell. What standard error did not take can be told nowhere.
 */
export async function finishOutput(
  code: number,
  { io, logFormat }: Pick<FailureTarget, "io" | "logFormat">,
): Promise<number> {
  const failed = await io.stdout.flush();
  let cut: number = exitCode.done;
  if (failed?.type === "reader gone") cut = exitCode.readerGone;
  if (failed?.type === "refused") cut = await reportCut(failed.error, { io, logFormat });
  const unsaid = await io.stderr.flush();
  if (unsaid?.type === "refused") cut ||= exitCode.cannot;
  return code === exitCode.done ? cut : code;
}

async function reportCut(
  cause: Error,
  { io, logFormat }: Pick<FailureTarget, "io" | "logFormat">,
): Promise<number> {
  // Core is loaded for a mistake only: help and version have to be quick.
  const { writeFailed } = await import("../output/output-file.js");
  const target = { io, logFormat, json: false, command: undefined };
  return reportFailure(writeFailed("Standard output", cause), target);
}

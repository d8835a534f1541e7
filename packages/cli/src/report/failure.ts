import type { Diagnostic, SluiceError } from "@sluice/core";
import { exitCode } from "../context.js";
import type { Io } from "../io/io.js";
import { problem } from "../json/documents.js";
import { printJson } from "../json/print-document.js";
import { counted } from "../render/amounts.js";
import { renderDiagnostic, type Printable } from "../render/diagnostic.js";
import { issueTracker } from "../package-root.js";
import { loadAdvice } from "./advice.js";
import { logJson } from "./json-log.js";

const mostShown = 50;

/** Where and how a failure is told. */
export interface FailureTarget {
  readonly io: Io;
  readonly json: boolean;
  readonly logFormat: "text" | "json";
  readonly command: string | undefined;
}

/** Tells what went wrong, for people and for programs; returns the exit code. */
export async function reportFailure(error: unknown, target: FailureTarget): Promise<number> {
  const known = isKnown(error) ? error : await refusalOf(error);
  const found: readonly Printable[] = known?.all ?? [bug(error)];
  const code = known?.code ?? "INTERNAL.BUG";
  const isBug = code === "INTERNAL.BUG";
  if (target.logFormat === "json") logFailure(found, target, isBug ? stackOf(error) : undefined);
  else await printFailure(found, target);
  if (isBug && target.logFormat === "text") printBug(error, target);
  if (target.json) await printErrors(found, target);
  return isBug ? exitCode.internal : codeOf(code);
}

/** As `reportFailure` for diagnostics that were not thrown. */
export async function reportDiagnostics(
  found: readonly Diagnostic[],
  target: FailureTarget,
): Promise<number> {
  if (target.logFormat === "json") logFailure(found, target);
  else await printFailure(found, target);
  if (target.json) await printErrors(found, target);
  return exitCode.cannot;
}

/** Diagnostics as blocks on stderr, with the error table's advice where they bring none. */
export async function printFindings(found: readonly Printable[], io: Io): Promise<void> {
  for (const one of found.slice(0, mostShown)) {
    const lines = renderDiagnostic(one, io.err, await adviceFor(one));
    io.stderr.write(`${lines.join("\n")}\n\n`);
  }
  if (found.length > mostShown) {
    io.stderr.write(
      `and ${counted(found.length - mostShown, "more finding")}; --json lists all.\n\n`,
    );
  }
}

async function adviceFor(found: Printable): Promise<string | undefined> {
  return found.hints.length > 0 ? undefined : (await loadAdvice())(found);
}

async function printFailure(found: readonly Printable[], { io }: FailureTarget): Promise<void> {
  await printFindings(found, io);
  const errors = found.filter((one) => one.severity === "error").length;
  if (errors > 1) io.stderr.write(`${io.err.red(`${counted(errors, "error")}.`)}\n`);
}

function logFailure(found: readonly Printable[], { io }: FailureTarget, stack?: string): void {
  const at = new Date(io.clock.now()).toISOString();
  for (const diagnostic of found) logJson(io, { type: "error", at, diagnostic, stack });
}

async function printErrors(
  found: readonly Printable[],
  { io, command }: FailureTarget,
): Promise<void> {
  const errors = found.filter((one) => one.severity === "error").map(problem);
  await printJson(io, { schema: 1, command: command ?? null, ok: false, errors });
}

/** A SluiceError of whichever copy of core; told apart without loading core. */
export function isKnown(error: unknown): error is SluiceError {
  return (
    error instanceof Error && error.name === "SluiceError" && "code" in error && "all" in error
  );
}

/** A refusal of the operating system as an error with a code; undefined for bugs. */
async function refusalOf(error: unknown): Promise<SluiceError | undefined> {
  const { systemError } = await import("@sluice/core/adapter");
  return systemError(error, { cannotBe: "used" });
}

function bug(error: unknown): Printable {
  return {
    code: "INTERNAL.BUG",
    message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    hints: ["Please report it, with the stack trace."],
    retryable: false,
    severity: "error",
  };
}

function printBug(error: unknown, { io }: FailureTarget): void {
  const where = issueTracker();
  const to = where === undefined ? "" : `: ${where}`;
  io.stderr.write(
    `${stackOf(error)}\n\nThis is a bug in Sluice. Please report it with the lines above${to}\n`,
  );
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}

/** The exit code of a failure that was thrown. */
export function codeOf(code: string): number {
  if (code === "RUN.CANCELLED") return exitCode.interrupted;
  if (code === "RUN.CHECK_FAILED") return exitCode.findings;
  return exitCode.cannot;
}

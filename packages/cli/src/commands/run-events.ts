import { isInlined, type RunEvent, type Workspace } from "@sluice/core";
import { exitCode, type CommandContext } from "../context.js";
import { remark } from "../io/io.js";
import { runDocument } from "../json/documents.js";
import { printDocument } from "../json/print-document.js";
import { loadAdvice } from "../report/advice.js";
import { scopeOptions } from "../render/scope-options.js";
import { createReporter } from "../report/create-reporter.js";
import { renderRunEnd } from "../report/final-report.js";
import { followRun, type FollowedRun } from "../report/followed-run.js";
import type { Reporter } from "../report/reporter.js";
import { runExitCode } from "../report/run-exit-code.js";
import { withWorkspace, type WorkspaceUse } from "../session/with-workspace.js";

/** A command that does nothing but run something and tell it. */
export interface RunRequest {
  /** Name of the command, and of its document. */
  readonly command: "build" | "backfill" | "apply";
  readonly events: (workspace: Workspace) => AsyncIterable<RunEvent>;
  readonly use?: WorkspaceUse | undefined;
}

/** Runs, tells the run while it happens and at its end, and prints its document. */
export async function runAndReport(context: CommandContext, request: RunRequest): Promise<number> {
  const { command, events, use } = request;
  const { ran } = await reportingRun(context, (follow) =>
    withReporter(context, (reporter) =>
      withWorkspace(context, (workspace) => follow(events(workspace), { workspace, reporter }), {
        ...use,
        prepare: true,
        note: (text) => reporter.note(text),
      }),
    ),
  );
  if (!ran) return exitCode.cannot;
  if (context.global.json)
    await printDocument(context.io, command, { ok: ran.summary.ok, ...runDocument(ran) });
  return runExitCode(ran.summary, ran.results);
}

/** Gives a reporter to `body` and closes it whatever happens. */
export async function withReporter<T>(
  context: CommandContext,
  body: (reporter: Reporter) => Promise<T>,
): Promise<T> {
  const reporter = createReporter(context.io, context.global);
  context.onInterrupt(() => reporter.note("Stopping; press Ctrl-C again to stop at once."));
  try {
    return await body(reporter);
  } finally {
    reporter.close();
  }
}

type Ran = Omit<FollowedRun, "seconds">;

/** Follows a run to its end. */
export type Follow = (
  events: AsyncIterable<RunEvent>,
  using: { readonly workspace: Workspace; readonly reporter: Reporter },
) => Promise<Ran | undefined>;

/**
 * Calls `body`, which opens a workspace, follows a run in it and closes it. The end of the run is reported afterwards, with
 * the time of it all since `since`, in milliseconds since the epoch.
 */
export async function reportingRun<T>(
  context: CommandContext,
  body: (follow: Follow) => Promise<T>,
  since = context.io.startedAt,
): Promise<{ readonly value: T; readonly ran: FollowedRun | undefined }> {
  let ran: Ran | undefined;
  const end = async (): Promise<FollowedRun | undefined> => {
    if (ran === undefined) return undefined;
    const whole = { ...ran, seconds: (context.io.clock.now() - since) / 1000 };
    await reportEnd(whole, context);
    return whole;
  };
  try {
    const value = await body(async (events, { workspace, reporter }) => {
      const { target, environment } = workspace.project;
      reporter.expect?.(nodeNames(workspace));
      ran = await followRun(events, reporter, { target: target.name, environment });
      return ran;
    });
    return { value, ran: await end() };
  } catch (error) {
    // The run may have ended before its workspace failed to close.
    await end();
    throw error;
  }
}

async function reportEnd(ran: FollowedRun, { io, global }: CommandContext): Promise<void> {
  if (global.logFormat !== "text") return;
  const layout = { ...global, scope: scopeOptions(global) };
  remark(io, renderRunEnd({ ...ran, advice: await loadAdvice() }, io, layout));
}

/** Names of models that are nodes: one that is part of its readers' queries is none. */
function nodeNames({ project }: Workspace): string[] {
  return [...project.models.values()].flatMap(({ name, kind }) => (isInlined(kind) ? [] : [name]));
}

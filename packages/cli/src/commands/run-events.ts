import type { RunEvent, Workspace } from "@sluice/core";
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
  const ran = await inWorkspace(context, { events, use });
  if (!ran) return exitCode.cannot;
  if (context.global.json)
    await printDocument(context.io, command, { ok: ran.summary.ok, ...runDocument(ran) });
  return runExitCode(ran.summary, ran.results);
}

async function inWorkspace(
  context: CommandContext,
  { events, use }: Pick<RunRequest, "events" | "use">,
): Promise<FollowedRun | undefined> {
  return withReporter(context, (reporter) =>
    withWorkspace(
      context,
      (workspace) => follow(events(workspace), { workspace, context, reporter }),
      { ...use, note: (text) => reporter.note(text) },
    ),
  );
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

/** Follows a run to its end and tells the end. */
export async function follow(
  events: AsyncIterable<RunEvent>,
  using: {
    readonly workspace: Workspace;
    readonly context: CommandContext;
    readonly reporter: Reporter;
  },
): Promise<FollowedRun | undefined> {
  const { workspace, context, reporter } = using;
  const { io, global } = context;
  const { target, environment } = workspace.project;
  reporter.expect?.(nodeNames(workspace));
  const ran = await followRun(events, reporter, { target: target.name, environment });
  if (ran && global.logFormat === "text") {
    const layout = { ...global, scope: scopeOptions(global) };
    remark(io, renderRunEnd({ ...ran, advice: await loadAdvice() }, io, layout));
  }
  return ran;
}

/** An ephemeral model is no node. */
function nodeNames({ project }: Workspace): string[] {
  return [...project.models.values()].flatMap((model) =>
    model.kind.type === "ephemeral" ? [] : [model.name],
  );
}

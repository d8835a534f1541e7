import type { Plan, PlanOptions, Workspace } from "@sluice/core";
import { exitCode, type CommandContext } from "../context.js";
import { printLines, remark } from "../io/io.js";
import { terminalWidth } from "../io/output.js";
import { renderPlan } from "../plan/render-plan.js";
import { isBlocked, reviewedPlan, type ReviewedPlan } from "../plan/reviewed-plan.js";
import { flag } from "../program/read-options.js";
import type { FollowedRun } from "../report/followed-run.js";
import { runExitCode } from "../report/run-exit-code.js";
import { confirmed } from "../session/confirm.js";
import { withReadOnlyWorkspace, withWorkspace } from "../session/with-workspace.js";
import { useOf } from "./apply/run.js";
import { reportingRun, withReporter, type Follow } from "./run-events.js";

/** A command that shows what it would do before it does it. */
export interface ReviewRequest {
  /** What the history calls the run. */
  readonly command: "plan" | "restate";
  readonly options: PlanOptions;
  /** `ask`: somebody can be asked; `no`: the plan is only shown. */
  readonly apply: "yes" | "ask" | "no";
  readonly question: (plan: Plan) => string;
  /** Called with every plan before anything is done about it. */
  readonly onPlan?: ((plan: Plan) => Promise<void>) | undefined;
  /** What to say when a plan that does something is only shown. */
  readonly next: (plan: Plan) => readonly string[];
}

/** What became of it. */
export interface Reviewed {
  readonly reviewed: ReviewedPlan;
  /** The run that applied the plan. */
  readonly ran?: FollowedRun | undefined;
  readonly code: number;
}

/**
 * Plans, shows, asks, applies. What is not going to be applied at once is planned beside other readers, and nothing is
 * open while somebody thinks: the plan is then applied as a saved one is, or refused because the state has moved.
 */
export async function reviewAndApply(
  context: CommandContext,
  request: ReviewRequest,
): Promise<Reviewed> {
  if (request.apply === "yes") {
    const { value: reviewed, ran } = await reportingRun(context, (follow) =>
      withWorkspace(
        context,
        async (workspace) => {
          const made = await review(workspace, context, request);
          await show(made, context, request);
          if (!made.isIdle) await apply(made, follow, { workspace, context, request });
          return made;
        },
        { prepare: true },
      ),
    );
    return applied(reviewed, ran);
  }
  const reviewed = await withReadOnlyWorkspace(
    context,
    (workspace) => review(workspace, context, request),
    { prepare: true },
  );
  await show(reviewed, context, request);
  if (reviewed.isIdle) return { reviewed, code: exitCode.done };
  if (request.apply === "no") {
    if (isText(context)) remark(context.io, request.next(reviewed.plan).map(context.io.err.dim));
    const code = reviewed.nodes.some(isBlocked) ? exitCode.cannot : exitCode.done;
    return { reviewed, code };
  }
  if (!(await confirmed(context, request.question(reviewed.plan)))) {
    remark(context.io, ["Nothing was done."]);
    return { reviewed, code: exitCode.declined };
  }
  const { ran } = await reportingRun(
    context,
    (follow) =>
      withWorkspace(
        context,
        (workspace) => apply(reviewed, follow, { workspace, context, request }),
        useOf(reviewed.plan),
      ),
    context.io.clock.now(),
  );
  return applied(reviewed, ran);
}

/** Plans; a terminal is told while it takes its time. */
function review(
  workspace: Workspace,
  context: CommandContext,
  { options }: ReviewRequest,
): Promise<ReviewedPlan> {
  return withReporter(context, async () => {
    const plan = await workspace.plan({ ...options, signal: context.signal });
    return reviewedPlan(plan, await workspace.review(plan));
  });
}

async function show(
  reviewed: ReviewedPlan,
  context: CommandContext,
  { onPlan }: ReviewRequest,
): Promise<void> {
  const { io, global } = context;
  if (isText(context)) {
    const layout = {
      colours: io.out,
      width: terminalWidth(io.stdout),
      verbose: global.verbose,
      explain: flag(context.options, "explain"),
    };
    printLines(io, renderPlan(reviewed, layout));
  }
  await onPlan?.(reviewed.plan);
}

/** `--json` prints a document instead, `--quiet` nothing. */
function isText({ global }: CommandContext): boolean {
  return !global.json && !global.quiet;
}

async function apply(
  { plan }: ReviewedPlan,
  follow: Follow,
  using: {
    readonly workspace: Workspace;
    readonly context: CommandContext;
    readonly request: ReviewRequest;
  },
): Promise<void> {
  const { workspace, context, request } = using;
  const events = workspace.apply(plan, { command: request.command, signal: context.signal });
  await withReporter(context, (reporter) => follow(events, { workspace, reporter }));
}

function applied(reviewed: ReviewedPlan, ran: FollowedRun | undefined): Reviewed {
  if (ran) return { reviewed, ran, code: runExitCode(ran.summary, ran.results) };
  return { reviewed, code: reviewed.isIdle ? exitCode.done : exitCode.cannot };
}

import type { DueReport, DueRound, Workspace } from "@sluice/core";
import { exitCode, type CommandContext } from "../context.js";
import { reportingRun, withReporter } from "../commands/run-events.js";
import { limitsOf } from "../commands/limits.js";
import { selectionOf } from "../commands/selection.js";
import type { FollowedRun } from "../report/followed-run.js";
import { runExitCode } from "../report/run-exit-code.js";
import { withWorkspace } from "../session/with-workspace.js";

/** What is due, of the models that the command line chooses. */
export interface Due extends DueReport {
  readonly environment: string;
}

/** Looks what is due, beside other readers. */
export function dueNow(context: CommandContext): Promise<Due> {
  const use = { readOnly: true, prepare: true, clock: context.global.now };
  return withWorkspace(withoutNow(context), (workspace) => chosenDue(workspace, context), use);
}

async function chosenDue(workspace: Workspace, context: CommandContext): Promise<Due> {
  const { environment } = workspace.project;
  const report = await workspace.due();
  const selection = selectionOf(context);
  const isAll = (selection.select ?? []).length === 0 && (selection.exclude ?? []).length === 0;
  if (isAll) return { ...report, environment };
  const chosen = new Set(await workspace.select(selection));
  const rounds = report.rounds.map((round) => ({
    ...round,
    models: round.models.filter(({ model }) => chosen.has(model)),
  }));
  return { ...report, environment, rounds: rounds.filter(({ models }) => models.length > 0) };
}

/**
 * Runs what is due, round by round. Models that fail in a round, and those below them, are left out of the later ones, so
 * that none runs for a tick before an earlier one is met; all others run. What another process ran meanwhile is not run
 * again.
 */
export async function runDue(
  due: Due,
  context: CommandContext,
): Promise<{ readonly runs: readonly FollowedRun[]; readonly code: number }> {
  const runs: FollowedRun[] = [];
  const stopped = new Set<string>();
  let code: number = exitCode.done;
  for (const round of due.rounds) {
    const models = round.models.filter(({ model }) => !stopped.has(model));
    const ran = models.length > 0 ? await runRound({ ...round, models }, context) : undefined;
    if (!ran) continue;
    runs.push(ran);
    code = worse(code, runExitCode(ran.summary, ran.results));
    if (code === exitCode.interrupted) break;
    for (const { name, status } of ran.results)
      if (status !== "built" && status !== "reused") stopped.add(name);
  }
  return { runs, code };
}

/** Judges all that is published by the time of the clock where nothing is due; undefined where nothing follows from it. */
export async function judgeByClock(
  context: CommandContext,
): Promise<{ readonly runs: readonly FollowedRun[]; readonly code: number }> {
  const ran = await runAsOf(context.global.now, context, (workspace) =>
    Promise.resolve({ at: workspace.project.now.at.toISOString(), models: [] }),
  );
  if (!ran) return { runs: [], code: exitCode.done };
  return { runs: [ran], code: runExitCode(ran.summary, ran.results) };
}

/** Of two runs the exit code that says more: interrupted, failed, found something, done. */
function worse(a: number, b: number): number {
  const order: readonly number[] = [exitCode.interrupted, exitCode.cannot, exitCode.findings];
  return order.find((code) => code === a || code === b) ?? exitCode.done;
}

function runRound(round: DueRound, context: CommandContext): Promise<FollowedRun | undefined> {
  return runAsOf(round.at, context, async (workspace) => {
    const { rounds } = await workspace.due();
    const still = new Set(rounds.flatMap(({ models }) => models.map(keyOf)));
    const models = round.models.filter((model) => still.has(keyOf(model)));
    return models.length === 0 ? undefined : { ...round, models };
  });
}

/** Runs a round, chosen from a workspace with the given clock; undefined where there is none. */
async function runAsOf(
  clock: string | undefined,
  context: CommandContext,
  choose: (workspace: Workspace) => Promise<DueRound | undefined>,
): Promise<FollowedRun | undefined> {
  const { ran } = await reportingRun(
    context,
    (follow) =>
      withReporter(context, (reporter) =>
        withWorkspace(
          withoutNow(context),
          async (workspace) => {
            const round = await choose(workspace);
            if (!round) return;
            const events = workspace.run(round, { ...limitsOf(context), command: "run" });
            await follow(events, { workspace, reporter });
          },
          { clock, prepare: true, note: (text) => reporter.note(text) },
        ),
      ),
    context.io.clock.now(),
  );
  return ran;
}

function keyOf({ model, tick }: DueRound["models"][number]): string {
  return `${model} ${tick}`;
}

/** A schedule reads the time that `--now` gives as that of its clock: no model changes by it. */
function withoutNow(context: CommandContext): CommandContext {
  return { ...context, global: { ...context.global, now: undefined } };
}

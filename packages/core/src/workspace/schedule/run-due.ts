import { environmentCommand } from "../../model/project/command-line.js";
import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { RunEvent } from "../../state/events/event.js";
import type { Graph } from "../../project/resolve/graph.js";
import { applyPlan } from "../planning/build-project.js";
import type { DueRound } from "./due-models.js";
import { appliedModels } from "../../session/applied-models.js";
import { upstreamOf } from "../../project/resolve/upstream.js";
import { planModels } from "../planning/plan-project.js";
import type { AppliedCrons } from "../../state/applied-cron.js";
import type { Session } from "../../session/session.js";
import type { ApplyOptions } from "../../session/options.js";

/**
 * Runs one round of a schedule: the models that are due, models without a cron that they read or that read them, and
 * nothing else. All published models and their sources are judged by the round's time; a round without models that has
 * nothing to judge is no run. A model whose logic was edited since it was applied stays as it is, and what reads it goes on from that.
 */
export async function* runDue(
  session: Session,
  round: DueRound,
  options: ApplyOptions,
): AsyncGenerator<RunEvent> {
  let edited: readonly string[] = [];
  let judged: readonly string[] = [];
  const found = { isIdle: false };
  const { plan } = await planModels(session, (graph, basis) => {
    const applied = appliedModels(graph, basis);
    const due = new Set(round.models.map(({ model }) => model).filter((name) => applied.has(name)));
    const scope = scopeOf(graph, due, applied);
    edited = round.models.map(({ model }) => model).filter((name) => !applied.has(name));
    const all = [...graph.nodes.keys()];
    const { clocked: clockDependent, state } = basis;
    const followers = withFollowers(graph, due, scope);
    judged = all.filter((name) => state.published.has(name));
    const isMine = upstreamOf(graph, [...followers]);
    // Models that the round does not build are judged as readers see them.
    const beside = judged.filter(
      (name) => clockDependent.has(name) && !followers.has(name) && !isMine.has(name),
    );
    const isJudging = [...upstreamOf(graph, judged)].some((name) => clockDependent.has(name));
    found.isIdle = round.models.length === 0 && !isJudging;
    return {
      due,
      selected: new Set([...followers, ...beside]),
      hold: new Set([...all.filter((name) => !scope.has(name)), ...beside]),
    };
  });
  if (found.isIdle) return;
  const ticks = await completedTicks(session, round);
  for (const name of edited) yield notApplied(name, session);
  yield* applyPlan(session, plan, { command: "run", ...options, ticks, judged });
}

/** The ticks that a round meets, of crons that stay as they were applied. */
async function completedTicks(session: Session, { models }: DueRound): Promise<AppliedCrons> {
  const before = await session.state.ticks(session.project.environment);
  return new Map(
    models.flatMap(({ model, tick }) => {
      const applied = before.get(model);
      return applied ? [[model, { ...applied, tick: new Date(tick) }]] : [];
    }),
  );
}

/** The due models, and models without a cron that may be built for them or after them. */
function scopeOf(
  graph: Graph,
  due: ReadonlySet<string>,
  applied: ReadonlySet<string>,
): ReadonlySet<string> {
  const isFree = (name: string) =>
    graph.nodes.get(name)?.model.cron === undefined && applied.has(name);
  return new Set([...graph.nodes.keys()].filter((name) => due.has(name) || isFree(name)));
}

/** The due models and those without a cron that read them, directly or through each other. */
function withFollowers(
  graph: Graph,
  due: ReadonlySet<string>,
  scope: ReadonlySet<string>,
): ReadonlySet<string> {
  const selected = new Set(due);
  for (const { model, parents } of graph.nodes.values())
    if (scope.has(model.name) && parents.some((name) => selected.has(name)))
      selected.add(model.name);
  return selected;
}

function notApplied(name: string, { project }: Session): RunEvent {
  const found: Diagnostic = diagnostic({
    code: "RUN.NOT_APPLIED",
    severity: "warning",
    message: `${name} is due, but it or what it reads was edited since it was applied to ${project.environment}.`,
    why: "A schedule runs what was reviewed; readers keep what they see.",
    where: { file: project.models.get(name)?.path, model: name },
    hints: [`Run \`${environmentCommand(["plan"], project)}\` and apply it.`],
  });
  return { type: "warning", at: new Date().toISOString(), diagnostic: found };
}

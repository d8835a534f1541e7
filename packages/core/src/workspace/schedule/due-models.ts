import { environmentCommand, type CommandScope } from "../../model/project/command-line.js";
import { parseCron, type CronSpec } from "../../time/cron/cron-spec.js";
import { dueTicks } from "../../time/cron/due-ticks.js";
import { slaMissed } from "../../time/cron/sla.js";
import { nextTick } from "../../time/cron/ticks.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import type { Model } from "../../model/model.js";
import type { Project } from "../../model/project/project.js";
import type { AppliedCrons } from "../../state/applied-cron.js";
import type { StateSnapshot } from "../../state/state-store.js";
import { durationMs } from "../../base/timeout/duration.js";
import type { Session } from "../../session/session.js";

/** A model and the tick of its cron it is to run for. */
export interface DueModel {
  readonly model: string;
  /** ISO timestamp. */
  readonly tick: string;
  /** Ticks that passed and are not made up for. */
  readonly missed: number;
}

/** Models to run together, as of one time. */
export interface DueRound {
  /** What the clock says for the round, an ISO timestamp: the tick that is made up for, or now. */
  readonly at: string;
  readonly models: readonly DueModel[];
}

/** A model that has not succeeded within its `sla` after a tick. */
export interface LateModel {
  readonly model: string;
  /** The tick that has no success, and when it had to have one: ISO timestamps. */
  readonly tick: string;
  readonly deadline: string;
}

/** A model with the cron that was applied, and the last tick of it that was met. */
interface Scheduled {
  readonly model: Model;
  readonly cron: CronSpec;
  readonly last: Date;
}

/** What an environment's schedule asks for. */
export interface DueReport {
  /** In the order to run them; none when nothing is due. */
  readonly rounds: readonly DueRound[];
  /** The first tick that is still to come. */
  readonly next?: { readonly model: string; readonly tick: string } | undefined;
  /** Models with a cron that nobody has applied to the environment yet. */
  readonly waiting: readonly string[];
  /** Models whose deadline has passed. */
  readonly late: readonly LateModel[];
}

/**
 * Which models of the environment are due by the crons that were applied to it: an edited one counts once it is applied
 * too. Asking changes nothing. Models that make up for every missed
 * tick get a round for each; all others are part of the last round. Raises `STATE.NOT_BUILT` where nothing was applied.
 */
export async function dueModels(session: Session): Promise<DueReport> {
  const { project, state } = session;
  const { published } = await state.read(project.environment);
  const ticks = await state.ticks(project.environment);
  if (published.size === 0) throw nothingApplied(project);
  const timed = scheduledModels(project, { published, ticks });
  const rounds = new Map<string, DueModel[]>();
  const now = project.now.at;
  for (const { model, ...schedule } of timed) {
    const due = dueTicks({ ...schedule, now });
    for (const tick of due.ticks) {
      const isLatest = tick.getTime() === due.tick?.getTime();
      const at = (isLatest ? now : tick).toISOString();
      const round = rounds.get(at) ?? [];
      rounds.set(at, round);
      round.push({
        model: model.name,
        tick: tick.toISOString(),
        missed: isLatest ? due.missed : 0,
      });
    }
  }
  return {
    rounds: [...rounds]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([at, models]) => ({ at, models })),
    next: firstToCome(timed, now),
    late: timed.flatMap((one) => lateness(one, now)),
    waiting: [...project.models.values()].flatMap(({ name, cron }) =>
      cron !== undefined && !(published.has(name) && ticks.has(name)) ? [name] : [],
    ),
  };
}

/** Models that readers see and whose cron was applied. */
function scheduledModels(
  project: Project,
  {
    published,
    ticks,
  }: { readonly published: StateSnapshot["published"]; readonly ticks: AppliedCrons },
): readonly Scheduled[] {
  return [...project.models.values()].flatMap((model) => {
    const applied = published.has(model.name) ? ticks.get(model.name) : undefined;
    return applied ? [{ model, cron: parseCron(applied.cron), last: applied.tick }] : [];
  });
}

/** Models of the environment that have not met a tick within their `sla`, as the state says now. */
export async function lateModels(session: Session): Promise<readonly LateModel[]> {
  const { project, state } = session;
  if (![...project.models.values()].some(({ sla }) => sla !== undefined)) return [];
  const { published } = await state.read(project.environment);
  const ticks = await state.ticks(project.environment);
  const timed = scheduledModels(project, { published, ticks });
  return timed.flatMap((one) => lateness(one, project.now.at));
}

function lateness({ model, cron, last }: Scheduled, now: Date): readonly LateModel[] {
  const deadlineMs = model.sla === undefined ? undefined : durationMs(model.sla);
  if (deadlineMs === undefined) return [];
  const state = slaMissed({ cron, deadlineMs, lastSuccess: last, now });
  if (!state.missed) return [];
  const { tick, deadline } = state;
  return [{ model: model.name, tick: tick.toISOString(), deadline: deadline.toISOString() }];
}

function firstToCome(timed: readonly Scheduled[], now: Date): DueReport["next"] {
  const coming = timed.map(({ model, cron }) => ({
    model: model.name,
    tick: nextTick(cron, now).toISOString(),
  }));
  return coming.sort((a, b) => (a.tick < b.tick ? -1 : 1))[0];
}

function nothingApplied(project: CommandScope): SluiceError {
  return new SluiceError({
    code: "STATE.NOT_BUILT",
    message: `Nothing was applied to the environment ${project.environment} yet.`,
    hints: [
      `Run \`${environmentCommand(["plan"], project)}\` and apply it; then its schedule begins.`,
    ],
  });
}

import { SluiceError, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { RunEvent, RunSummary } from "../../state/events/event.js";
import { commandLine, type CommandScope } from "../../model/project/command-line.js";
import { subtract } from "../../time/intervals/interval-set.js";
import { toPlanIntervals } from "../../plan/plan-update.js";
import type { PlanInterval } from "../../plan/planned-inputs.js";
import { refuseSharedSchemas } from "../../plan/shared-schemas.js";
import { namedViewRef, relationKey } from "../../plan/view-ref.js";
import {
  modelsAt,
  promotionsOf,
  type LoggedPromotion,
  type PastModel,
} from "../retention/promotion-log.js";
import type { PublishedModel } from "../../state/state-store.js";
import {
  goneModels,
  listHint,
  lookAtPromotions,
  recordOf,
  type LookedAt,
  type PromotionRecord,
} from "./promotions.js";
import { sessionProtocol } from "../../session/session-protocol.js";
import { isSamePlace, readerChange, type ReaderChange } from "../../run/point-readers.js";
import { publishingCopy } from "../copies/publish-copy.js";
import type { Session } from "../../session/session.js";
import { MaintenanceRun } from "./maintenance-run.js";

/** What a rollback changed. */
export interface Rollback {
  readonly environment: string;
  readonly runId: string;
  /** The promotion whose content readers see now. */
  readonly to: PromotionRecord;
  /** Models whose views were moved back, or made again. */
  readonly published: readonly string[];
  /** Models that did not exist then: their views were removed. */
  readonly removed: readonly string[];
  /** Tables that are kept and brought up to date: a rollback moves views, so that they hold rows written since. */
  readonly newer: readonly { readonly model: string; readonly changedAt: string }[];
  /**
   * Tables that lack time which the version published before has, since they were restated or brought up to date only
   * there: their rows of that time, if any, are those of before.
   */
  readonly behind: readonly { readonly model: string; readonly missing: readonly PlanInterval[] }[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Points the views of the environment to what they showed after an earlier promotion, in one transaction with the state
 * and the log: a rollback can be rolled back. `to`: a sequence number or the first characters of a run's id; the
 * promotion before the last when absent. Raises `STATE.ROLLBACK_IMPOSSIBLE`, `STATE.UNKNOWN_ENVIRONMENT`,
 * `STATE.FOREIGN_RELATION`, `CLI.SELECTION_EMPTY`.
 */
export async function rollBack(session: Session, to: string | undefined): Promise<Rollback> {
  await session.state.ensure(session.claim);
  const looked = await lookAtPromotions(session);
  const promotions = promotionsOf(looked.log);
  const chosen = chosenPromotion(promotions, to, session.project);
  const models = placed(modelsAt(looked.log, chosen.sequence), session.project);
  refuseGone(chosen, goneModels(models, looked), session.project);
  refuseSharedSchemas(session.project, looked.state);
  const { published: now } = looked.state;
  const moved = [...models.values()].filter((past) => !isPublished(past, now.get(past.model)));
  const removed = [...now.keys()].filter((model) => !models.has(model));
  refuseForeign(moved, looked);
  const { environment } = session.project;
  const views = readerChange(now, { publish: moved, removed });
  const run = new MaintenanceRun({ command: "rollback", environment });
  const warnings =
    moved.length + removed.length === 0
      ? []
      : await publish({ moved, removed, views, run }, looked);
  return {
    environment,
    runId: run.runId,
    to: recordOf(chosen, looked),
    published: moved.map(({ model }) => model).sort(),
    removed: [...removed].sort(),
    newer: newerRows(models, chosen, looked.versions),
    behind: behindTables(moved, looked.state),
    warnings,
  };
}

/** What was shown, under the names that the configuration has for views now. */
function placed(
  models: ReadonlyMap<string, PastModel>,
  project: Session["project"],
): ReadonlyMap<string, PastModel> {
  return new Map(
    [...models].map(([model, past]) => {
      const { schema, name: view } = namedViewRef(model, project);
      return [model, { ...past, schema, view }];
    }),
  );
}

function chosenPromotion(
  promotions: readonly LoggedPromotion[],
  to: string | undefined,
  project: CommandScope,
): LoggedPromotion {
  const { environment } = project;
  if (to === undefined) {
    const [, before] = promotions;
    if (before) return before;
    throw new SluiceError({
      code: "STATE.ROLLBACK_IMPOSSIBLE",
      message: `There is no promotion of \`${environment}\` before the one readers see.`,
      hints: [listHint(project)],
    });
  }
  const numbered = promotions.find(({ sequence }) => String(sequence) === to);
  const found = numbered ? [numbered] : promotions.filter(({ runId }) => runId.startsWith(to));
  const [only] = found;
  if (only && found.length === 1) return only;
  throw new SluiceError({
    code: "CLI.SELECTION_EMPTY",
    message: only
      ? `Several promotions of \`${environment}\` are of runs that begin with "${to}".`
      : `\`${environment}\` has no promotion "${to}".`,
    hints: [listHint(project)],
  });
}

function refuseGone(
  { sequence, at }: LoggedPromotion,
  gone: readonly string[],
  project: CommandScope,
): void {
  if (gone.length === 0) return;
  throw new SluiceError({
    code: "STATE.ROLLBACK_IMPOSSIBLE",
    message: `What ${gone.map((name) => `\`${name}\``).join(", ")} showed after promotion ${String(sequence)} (${new Date(at).toISOString()}) is gone.`,
    why: "Its tables were cleaned away or dropped; a rollback moves views and builds nothing.",
    hints: [
      listHint(project),
      `Or bring back the files of then and run \`${commandLine(["build"], project)}\`, which builds what is missing.`,
    ],
  });
}

function isPublished(past: PastModel, now: PublishedModel | undefined): boolean {
  return (
    now?.physical === past.physical && now.metadata === past.metadata && isSamePlace(now, past)
  );
}

function refuseForeign(moved: readonly PastModel[], { existing, state }: LookedAt): void {
  const found = moved.flatMap(({ model, schema, view }) => {
    const at = relationKey(schema, view);
    const type = existing.get(at);
    if (type === undefined || (type === "view" && state.ownViews.has(at))) return [];
    return [{ model, name: `${schema}.${view}`, type }];
  });
  const [first] = found;
  if (!first) return;
  throw new SluiceError({
    code: "STATE.FOREIGN_RELATION",
    message: `${first.name} exists already as a ${first.type} that Sluice did not create.`,
    where: { model: first.model },
    hints: ["Rename or drop it yourself; nothing was changed."],
  });
}

interface Move {
  /** Models of which readers come to see something else. */
  readonly moved: readonly PastModel[];
  readonly removed: readonly string[];
  readonly views: ReaderChange;
  readonly run: MaintenanceRun;
}

/** Views, state, log and history in one transaction; then the copy that readers have. */
async function publish(move: Move, looked: LookedAt): Promise<readonly Diagnostic[]> {
  const { run } = move;
  const { session, state: before } = looked;
  const { environment } = session.project;
  const promotion = {
    publish: move.moved,
    remove: move.removed,
    runId: run.runId,
    lifetimeMs: session.project.lifetimeMs,
  };
  const protocol = await sessionProtocol(session);
  const { summary, change } = run.ended({ published: true });
  await protocol.publish({
    readers: move.views,
    changes: [run.started, { type: "promote", environment, promotion }, change],
  });
  const warnings: Diagnostic[] = [];
  for await (const event of publishingCopy(session, { before }, finished(summary)))
    if (event.type === "warning") warnings.push(event.diagnostic);
  return warnings;
}

function newerRows(
  models: ReadonlyMap<string, PastModel>,
  { at }: LoggedPromotion,
  versions: LookedAt["versions"],
): Rollback["newer"] {
  return [...models.values()].flatMap(({ model, physical }) => {
    const changedAt = versions.get(physical)?.changedAt;
    if (changedAt === undefined || changedAt <= at) return [];
    return [{ model, changedAt: new Date(changedAt).toISOString() }];
  });
}

function behindTables(
  moved: readonly PastModel[],
  { published, intervals }: LookedAt["state"],
): Rollback["behind"] {
  return moved.flatMap(({ model, physical }) => {
    const computed = intervals.get(published.get(model)?.physical ?? "") ?? [];
    const missing = subtract(computed, intervals.get(physical) ?? []);
    return missing.length === 0 ? [] : [{ model, missing: toPlanIntervals(missing) }];
  });
}

async function* finished(summary: RunSummary): AsyncGenerator<RunEvent> {
  yield { type: "run_finished", at: now(), summary };
}

function now(): string {
  return new Date().toISOString();
}

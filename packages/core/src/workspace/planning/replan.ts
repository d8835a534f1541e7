import { isDeepStrictEqual } from "node:util";
import { SluiceError } from "../../base/errors/sluice-error.js";
import type { Plan } from "../../plan/plan.js";
import { environmentCommand, type CommandScope } from "../../model/project/command-line.js";
import type { Session } from "../../session/session.js";
import { planProject } from "./plan-project.js";

/**
 * Makes a saved plan again and compares: what is applied is what was reviewed, or nothing. Raises `STATE.MOVED` when the
 * warehouse was changed since, `RUN.PLAN_STALE` when the project was.
 */
export async function replan(session: Session, saved: Plan): Promise<Plan> {
  const { project } = session;
  const names = [project.name, project.target.name, project.environment];
  if (!isDeepStrictEqual(names, [saved.project, saved.target, saved.environment])) {
    throw new SluiceError({
      code: "RUN.PLAN_STALE",
      message: `The plan is one for ${saved.environment} of ${saved.project} on ${saved.target}, not for ${names.reverse().join(" of ")}.`,
      hints: ["Apply it to the project, target and environment it was made for."],
    });
  }
  const { plan } = await planProject(session, saved.options);
  if (plan.stateVersion !== saved.stateVersion) throw moved(saved, project);
  if (isSamePlan(decided(plan), decided(saved))) return plan;
  const isState = isDeepStrictEqual(
    plan.nodes.map((node) => node.fingerprint + node.metadataFingerprint),
    saved.nodes.map((node) => node.fingerprint + node.metadataFingerprint),
  );
  if (isState) throw moved(saved, project);
  throw new SluiceError({
    code: "RUN.PLAN_STALE",
    message: "The project has changed since the plan was made.",
    why: "What would be done now is not what was reviewed.",
    hints: ["Make the plan again and review it."],
  });
}

/** Decisions of a plan: an idle build in between writes records that `before` has, and changes none of them. */
function decided({ before: _, ...decisions }: Plan): Omit<Plan, "before"> {
  return decisions;
}

/** True for two plans that are the same value, whether one was saved or not. */
export function isSamePlan(a: Partial<Plan>, b: Partial<Plan>): boolean {
  return a === b || isDeepStrictEqual(toJson(a), toJson(b));
}

function toJson(plan: Partial<Plan>): unknown {
  return JSON.parse(JSON.stringify(plan)) as unknown;
}

/** Raises `STATE.MOVED` where the state is another than that of the plan. */
export async function refuseMovedState(session: Session, plan: Plan): Promise<void> {
  const { state, project } = session;
  if ((await state.sequence()) !== plan.stateVersion) throw moved(plan, project);
}

function moved({ environment }: Plan, project: CommandScope): SluiceError {
  return new SluiceError({
    code: "STATE.MOVED",
    message: `The state has moved on since the plan for ${environment} was made: something was built or published.`,
    why: "What would be done now is not what was reviewed.",
    hints: [`Make the plan again: \`${environmentCommand(["plan"], project)}\`.`],
  });
}

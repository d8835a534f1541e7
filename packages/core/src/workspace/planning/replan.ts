import { isDeepStrictEqual } from "node:util";
import { SluiceError } from "../../base/errors/sluice-error.js";
import type { Plan } from "../../plan/plan.js";
import { environmentCommand, type CommandScope } from "../../model/project/command-line.js";
import type { Session } from "../../session/session.js";
import { planProject } from "./plan-project.js";
import type { Planned } from "./planned.js";

/**
 * Makes a saved plan again and compares: what is applied is what was reviewed, or nothing. Raises `STATE.MOVED` when the
 * warehouse was changed since, `RUN.PLAN_STALE` when the project was.
 */
export async function replan(session: Session, saved: Plan): Promise<Planned> {
  const { project } = session;
  const names = [project.name, project.target.name, project.environment];
  if (!isDeepStrictEqual(names, [saved.project, saved.target, saved.environment])) {
    throw new SluiceError({
      code: "RUN.PLAN_STALE",
      message: `The plan is one for ${saved.environment} of ${saved.project} on ${saved.target}, not for ${names.reverse().join(" of ")}.`,
      hints: ["Apply it to the project, target and environment it was made for."],
    });
  }
  const planned = await planProject(session, saved.options);
  if (planned.plan.stateVersion !== saved.stateVersion) throw moved(saved, project);
  const again = JSON.parse(JSON.stringify(planned.plan)) as Plan;
  if (isDeepStrictEqual(again, JSON.parse(JSON.stringify(saved)))) return planned;
  const isState = isDeepStrictEqual(
    again.nodes.map((node) => node.fingerprint + node.metadataFingerprint),
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

function moved({ environment }: Plan, project: CommandScope): SluiceError {
  return new SluiceError({
    code: "STATE.MOVED",
    message: `The state has moved on since the plan for ${environment} was made: something was built or published.`,
    why: "What would be done now is not what was reviewed.",
    hints: [`Make the plan again: \`${environmentCommand(["plan"], project)}\`.`],
  });
}

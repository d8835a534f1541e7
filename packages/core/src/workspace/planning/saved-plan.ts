import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { SluiceError } from "../../errors/sluice-error.js";
import { environmentCommand, type CommandScope } from "../../project/command-line.js";
import type { Plan } from "../../plan/plan.js";
import { planProject } from "./plan-project.js";
import type { Planned } from "./planned.js";
import type { Session } from "../session.js";

const header = z.looseObject({
  schema: z.literal(1),
  project: z.string(),
  target: z.string(),
  environment: z.string(),
  now: z.iso.datetime(),
  nowPinned: z.boolean(),
  stateVersion: z.number(),
  options: z.looseObject({}),
  nodes: z.array(z.unknown()),
});

/** Text of a plan to be reviewed and applied later. */
export function serializePlan(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/** Reads what `serializePlan` wrote. Raises `CLI.USAGE` for anything else. */
export function parsePlan(text: string, file: string): Plan {
  const found = header.safeParse(jsonOf(text));
  if (found.success) return found.data as unknown as Plan;
  throw new SluiceError({
    code: "CLI.USAGE",
    message: `${file} is no saved plan.`,
    hints: ["Save one with `sluice plan --output <file>`."],
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

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

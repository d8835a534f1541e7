import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parsePlan, SluiceError, type Plan } from "@sluice/core";
import type { CommandContext, CommandRun } from "../../context.js";
import type { WorkspaceUse } from "../../session/with-workspace.js";
import { limitsOf } from "../limits.js";
import { runAndReport } from "../run-events.js";

export const run: CommandRun = async (context) => {
  const plan = await readPlan(context);
  return runAndReport(context, {
    command: "apply",
    use: useOf(plan),
    events: (workspace) => workspace.apply(plan, { ...limitsOf(context), command: "apply" }),
  });
};

async function readPlan({ args, io }: CommandContext): Promise<Plan> {
  const [file = ""] = args;
  return parsePlan(await contentOf(resolve(io.cwd, file), file), file);
}

async function contentOf(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new SluiceError({
      code: "CLI.USAGE",
      message: `The plan ${file} cannot be read.`,
      hints: ["Save one with `sluice plan --output <file>`."],
      cause,
    });
  }
}

/** The place and the time a plan was made for: another `$now` would make other intervals missing. */
export function useOf({ target, environment, now, nowPinned }: Plan): WorkspaceUse {
  return { target, environment, ...(nowPinned ? { now } : { clock: now }) };
}

import { resolve } from "node:path";
import type { Workspace } from "@sluice/core";
import type { CommandContext } from "../context.js";
import { seconds } from "../render/amounts.js";
import { logJson } from "../report/json-log.js";

/** Opens the project's workspace, gives it to `body` and closes it whatever happens. */
export async function withWorkspace<T>(
  context: CommandContext,
  body: (workspace: Workspace) => Promise<T>,
  note: (text: string) => void = (text) => defaultNote(context, text),
): Promise<T> {
  const workspace = await open(context, note);
  try {
    return await body(workspace);
  } finally {
    await workspace.close();
  }
}

async function open(context: CommandContext, note: (text: string) => void): Promise<Workspace> {
  const { global, io } = context;
  const [core, dq] = await Promise.all([import("@sluice/core"), import("@sluice/dq")]);
  return core.openWorkspace({
    dir: resolve(io.cwd, global.project ?? "."),
    target: global.target,
    vars: global.vars,
    env: io.env,
    now: global.now,
    checks: dq.createCheckEngine(),
    command: context.commandLine,
    lockTimeoutMs: global.lockTimeoutMs,
    onLockWait: (holder) => {
      note(`Waiting up to ${seconds(global.lockTimeoutMs / 1000)} for ${holder}.`);
    },
    signal: context.signal,
  });
}

function defaultNote({ io, global }: CommandContext, text: string): void {
  if (global.logFormat === "json") {
    logJson(io, { type: "note", at: new Date(io.clock.now()).toISOString(), message: text });
  } else {
    io.stderr.write(`${io.err.yellow(text)}\n`);
  }
}

import { resolve } from "node:path";
import type { Workspace } from "@sluice/core";
import type { CommandContext } from "../context.js";
import { seconds } from "../render/amounts.js";
import { flag } from "../program/read-options.js";
import { logJson } from "../report/json-log.js";

/** How a command opens its workspace. */
export interface WorkspaceUse {
  /** The command only looks: other processes may read at the same time. @default false */
  readonly readOnly?: boolean;
  /** The command certainly needs the warehouse: it is opened while the project loads. @default false */
  readonly prepare?: boolean;
  /** What a plan was made for, where the command line does not say otherwise. */
  readonly target?: string | undefined;
  readonly environment?: string | undefined;
  readonly now?: string | undefined;
  /** What the clock says, where it is not the machine's. */
  readonly clock?: string | undefined;
  /** Tells that the warehouse is waited for. */
  readonly note?: (text: string) => void;
}

/** Opens the project's workspace, gives it to `body` and closes it whatever happens. */
export async function withWorkspace<T>(
  context: CommandContext,
  body: (workspace: Workspace) => Promise<T>,
  use: WorkspaceUse = {},
): Promise<T> {
  const workspace = await open(context, use);
  try {
    return await body(workspace);
  } finally {
    await workspace.close();
  }
}

/** As `withWorkspace` for commands that only look. */
export function withReadOnlyWorkspace<T>(
  context: CommandContext,
  body: (workspace: Workspace) => Promise<T>,
  use: Pick<WorkspaceUse, "prepare"> = {},
): Promise<T> {
  return withWorkspace(context, body, { ...use, readOnly: true });
}

/** As `withReadOnlyWorkspace` for commands that look at an environment, which must exist where one is named. */
export function withKnownEnvironment<T>(
  context: CommandContext,
  body: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  return withReadOnlyWorkspace(context, async (workspace) => {
    if (context.global.environment !== undefined) await workspace.requireEnvironment();
    return body(workspace);
  });
}

async function open(context: CommandContext, use: WorkspaceUse): Promise<Workspace> {
  const { global, io } = context;
  const { readOnly, prepare, note = (text: string) => defaultNote(context, text) } = use;
  const [core, dq] = await Promise.all([import("@sluice/core"), import("@sluice/dq")]);
  return core.openWorkspace({
    dir: resolve(io.cwd, global.project ?? "."),
    target: global.target ?? use.target,
    environment: global.environment ?? use.environment,
    vars: global.vars,
    env: io.env,
    now: global.now ?? use.now,
    clock: use.clock,
    checks: dq.createCheckEngine(),
    command: context.commandLine,
    readOnly,
    adopt: flag(context.options, "adopt"),
    prepare,
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

import type { Row } from "../../src/warehouse/values.js";
import type { RunEvent } from "../../src/state/events/event.js";
import type { WorkspaceOptions } from "../../src/session/options.js";
import type { Workspace } from "../../src/workspace/workspace.js";
import type { Action } from "./protocol.js";

/** What an action tells while it is at work. */
export interface Listener {
  readonly event?: (event: RunEvent) => void;
  readonly row?: (row: Row) => void;
}

type Open = (options: Partial<WorkspaceOptions>) => Promise<Workspace>;

/** Does what a command of the command line would do; false when a run has failures. */
export async function perform(
  action: Action,
  open: Open,
  { event = () => undefined, row = () => undefined }: Listener = {},
): Promise<boolean> {
  const workspace = await open({});
  const listen = { event, row };
  try {
    return action.do === "run"
      ? await runDue(workspace, open, listen)
      : await once(action, workspace, listen);
  } finally {
    await workspace.close();
  }
}

/** Rounds are run as of their own time, each in a workspace of its own. */
async function runDue(workspace: Workspace, open: Open, listen: Required<Listener>) {
  const { rounds } = await workspace.due();
  await workspace.close();
  let ok = true;
  for (const round of rounds) {
    const at = await open({ clock: round.at });
    try {
      ok = (await follow(at.run(round), listen)) && ok;
    } finally {
      await at.close();
    }
  }
  return ok;
}

async function once(
  action: Exclude<Action, { do: "run" }>,
  workspace: Workspace,
  listen: Required<Listener>,
): Promise<boolean> {
  switch (action.do) {
    case "build":
      return follow(workspace.build(action.options), listen);
    case "apply":
      return follow(workspace.apply(await workspace.plan(action.options)), listen);
    case "plan":
      await workspace.plan();
      break;
    case "rollback":
      await workspace.rollback(action.to === "first" ? await firstPromotion(workspace) : action.to);
      break;
    case "clean":
      await workspace.clean(await workspace.planClean(action.options));
      break;
    case "expire":
      await workspace.expireEnvironment(action.environment, "now");
      break;
    case "query":
      for await (const row of (await workspace.query(action.sql)).rows) listen.row(row);
      break;
    case "diff":
      await workspace.diff(action.a, action.b);
      break;
    case "compact":
      await workspace.compact();
      break;
    case "backup":
      await workspace.backup({ to: action.to, force: true });
      break;
    case "restore":
      await workspace.restore({ from: action.from });
  }
  return true;
}

async function follow(events: AsyncIterable<RunEvent>, listen: Required<Listener>) {
  let ok = false;
  for await (const event of events) {
    listen.event(event);
    if (event.type === "run_finished") ok = event.summary.ok;
  }
  return ok;
}

async function firstPromotion(workspace: Workspace): Promise<string> {
  return String((await workspace.promotions()).at(-1)?.sequence);
}

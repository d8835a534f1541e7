import type { CommandRun } from "../../context.js";
import { limitsOf } from "../limits.js";
import { planOptionsOf } from "../plan-options.js";
import { runAndReport } from "../run-events.js";

/** Plans and applies at once; `command` is what the history and the document call it. */
export function building(command: "build" | "backfill"): CommandRun {
  return (context) =>
    runAndReport(context, {
      command,
      events: (workspace) =>
        workspace.build({
          ...planOptionsOf(context),
          ...limitsOf(context),
          command,
        }),
    });
}

export const run = building("build");

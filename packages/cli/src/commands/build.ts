import type { CommandRun } from "../context.js";
import { flag } from "../program/read-options.js";
import { planOptionsOf } from "./plan-options.js";
import { runAndReport } from "./run-events.js";

/** Plans and applies at once; `command` is what the history and the document call it. */
export function building(command: "build" | "backfill"): CommandRun {
  return (context) =>
    runAndReport(context, {
      command,
      events: (workspace) =>
        workspace.build({
          ...planOptionsOf(context),
          failFast: flag(context.options, "failFast"),
          command,
          signal: context.signal,
        }),
    });
}

export const run = building("build");

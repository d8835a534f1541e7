import type { CommandRun } from "../../context.js";
import { runDocument } from "../../json/documents.js";
import { printDocument } from "../../json/print-document.js";
import { flag } from "../../program/read-options.js";
import { inEnvironment } from "../environment.js";
import { tellDue } from "../../schedule/tell-due.js";
import { dueNow, judgeByClock, runDue } from "../../schedule/run-due.js";
import { exitCode } from "../../context.js";

export const run: CommandRun = async (given) => {
  const context = inEnvironment(given, "run");
  const due = await dueNow(context);
  const isDry = flag(context.options, "dryRun");
  tellDue(due, context, { isDry });
  const work = () => (due.rounds.length > 0 ? runDue(due, context) : judgeByClock(context));
  const { runs, code } = isDry ? { runs: [], code: exitCode.done } : await work();
  if (context.global.json) {
    await printDocument(context.io, "run", {
      ok: runs.every(({ summary }) => summary.ok) && code === exitCode.done,
      environment: due.environment,
      due: due.rounds.flatMap(({ models }) => [...models]),
      next: due.next ?? null,
      late: [...due.late],
      waiting: [...due.waiting],
      runs: runs.map(runDocument),
    });
  }
  return code;
};

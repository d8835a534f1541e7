import { exitCode, type CommandRun } from "../../context.js";
import { runDocument } from "../../json/documents.js";
import { planDocument } from "../../json/plan-document.js";
import { printDocument } from "../../json/print-document.js";
import { flag } from "../../program/read-options.js";
import { cannotAsk, canAsk } from "../../session/can-ask.js";
import { restatementOf } from "../plan-options.js";
import { reviewAndApply } from "../review-and-apply.js";
import { selectionOf } from "../selection.js";

export const run: CommandRun = async (context) => {
  const { io, global, options } = context;
  const isDry = flag(options, "dryRun");
  const isAgreed = flag(options, "yes");
  if (!isDry && !isAgreed && !canAsk(context)) throw cannotAsk();
  const { reviewed, ran, code } = await reviewAndApply(context, {
    command: "restate",
    options: { ...selectionOf(context), ...restatementOf(context) },
    apply: isDry ? "no" : isAgreed ? "yes" : "ask",
    question: ({ environment }) => `Compute this again in ${environment}?`,
    next: () => ["Nothing was done: --dry-run."],
  });
  if (global.json) {
    await printDocument(io, "restate", {
      ok: ran?.summary.ok ?? code === exitCode.done,
      ...planDocument(reviewed),
      run: ran ? runDocument(ran) : null,
    });
  }
  return code;
};

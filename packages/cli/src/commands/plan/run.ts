import { resolve } from "node:path";
import { serializePlan, type PlanOptions } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { runDocument } from "../../json/documents.js";
import { planDocument } from "../../json/plan-document.js";
import { printDocument } from "../../json/print-document.js";
import { writeWhole } from "../../output/output-file.js";
import { flag, list, text } from "../../program/read-options.js";
import { canAsk } from "../../session/can-ask.js";
import { inEnvironment } from "../environment.js";
import { planOptionsOf, restatementOf } from "../plan-options.js";
import { reviewAndApply } from "../review-and-apply.js";
import { usageError } from "../usage-error.js";

export const run: CommandRun = async (given) => {
  const context = inEnvironment(given, "plan");
  const { io, global, options } = context;
  const file = text(options, "output");
  const { reviewed, ran, code } = await reviewAndApply(context, {
    command: "plan",
    options: optionsOf(context),
    apply: applyOf(context),
    question: ({ environment }) => `Apply to ${environment}?`,
    onPlan: async (plan) => {
      if (file !== undefined) await writeWhole(resolve(io.cwd, file), serializePlan(plan));
    },
    next: ({ environment }) => [
      file === undefined
        ? `Apply it: \`sluice plan ${environment} --auto-apply\`, with the same options.`
        : `Saved to ${file}. Apply it: \`sluice apply ${file}\`.`,
    ],
  });
  if (global.json) {
    await printDocument(io, "plan", {
      ok: ran?.summary.ok ?? code === exitCode.done,
      ...planDocument(reviewed),
      file: file ?? null,
      run: ran ? runDocument(ran) : null,
    });
  }
  return code;
};

/** A plan that is saved is for later; otherwise it is asked about where somebody can answer. */
function applyOf(context: CommandContext): "yes" | "ask" | "no" {
  if (flag(context.options, "autoApply")) return "yes";
  const isForNow = text(context.options, "output") === undefined && !context.global.quiet;
  return isForNow && canAsk(context) ? "ask" : "no";
}

/** `--restate` names models of its own; then `--start` and `--end` are what is computed again of them. */
function optionsOf(context: CommandContext): PlanOptions {
  const restated = list(context.options, "restate");
  const planned = planOptionsOf(context);
  if (restated.length === 0) {
    if (flag(context.options, "shared"))
      throw usageError("--shared is about what --restate names.", "plan");
    return planned;
  }
  if (planned.select !== undefined)
    throw usageError(
      "--restate names the models to plan for; --select cannot name others.",
      "plan",
    );
  const { window: _, ...rest } = planned;
  return { ...rest, select: restated, ...restatementOf(context) };
}

import { formatDuration } from "@sluice/core/duration";
import type { CommandContext } from "../context.js";
import { remark } from "../io/io.js";
import { counted } from "../render/amounts.js";
import type { Due } from "./run-due.js";

/** Says what is due, or when something will be, and what is late. */
export function tellDue(
  due: Due,
  context: CommandContext,
  { isDry }: { readonly isDry: boolean },
): void {
  const { io, global } = context;
  if (global.logFormat !== "text" || global.json) return;
  remark(io, dueLines(due, { isDry, now: nowOf(context) }));
}

function nowOf({ io, global }: CommandContext): number {
  const given = global.now === undefined ? NaN : Date.parse(global.now);
  return Number.isNaN(given) ? io.clock.now() : given;
}

/** What is due, for people. */
export function dueLines(
  due: Due,
  { isDry, now }: { readonly isDry: boolean; readonly now: number },
): readonly string[] {
  const models = due.rounds.flatMap((round) => round.models);
  const lines = due.late.map(
    ({ model, tick, deadline }) =>
      `${model} is late: its tick of ${minute(tick)} had to be met by ${minute(deadline)}.`,
  );
  for (const model of due.waiting)
    lines.push(
      `${model} was never applied to ${due.environment}: \`sluice plan ${due.environment}\`.`,
    );
  if (models.length === 0) lines.push(`Nothing is due in ${due.environment}.${nextText(due, now)}`);
  else if (isDry) {
    lines.push(`Due in ${due.environment}:`);
    for (const { model, tick, missed } of models)
      lines.push(`  ${model}  for ${minute(tick)}${missedText(missed)}`);
  }
  return lines;
}

function missedText(missed: number): string {
  return missed === 0 ? "" : `, and for ${counted(missed, "missed tick")} before it`;
}

function nextText({ next }: Due, now: number): string {
  if (!next) return " No model has a cron.";
  const seconds = Math.max(0, Math.floor((Date.parse(next.tick) - now) / 1000));
  return ` Next is ${next.model} at ${minute(next.tick)}, in ${formatDuration(seconds * 1000)}.`;
}

/** `2024-01-31 02:00 UTC` of an ISO timestamp. */
function minute(timestamp: string): string {
  return `${timestamp.slice(0, 16).replace("T", " ")} UTC`;
}

import { SluiceError } from "@sluice/core";
import { shellText } from "../render/shell-text.js";
import { inProject, runCommand, withNode } from "./call.js";
import { hashed, headLines } from "./head.js";
import { plainName } from "./quote.js";
import type { ExportFile, ScheduleExport } from "./schedule-export.js";
import { cronOf, everyHour } from "./times.js";

/** The longest command that Debian's cron takes, in bytes. */
const longest = 998;

/**
 * A line for `crontab -e`. A crontab's times are the machine's own, so every hour is called unless a pace was given.
 * Raises `CLI.USAGE` for what no crontab can hold.
 */
export function renderCrontab(schedule: ScheduleExport): readonly ExportFile[] {
  const { times, paced, dir, nodeDir, environment } = schedule;
  const cron = cronOf(paced ? times : { ...times, hours: everyHour });
  const run = runCommand(schedule, { more: ["--quiet"], quote: cronWord });
  const command = inProject(dir, withNode(nodeDir, run, cronWord), cronWord);
  refuse(command);
  const lines = [
    ...headLines(schedule, { cron, clock: "the machine's clock" }),
    "With --quiet there is output, and so mail, only when something is wrong.",
  ];
  const name = `${plainName(schedule.project)}-${environment}.crontab`;
  return [{ name, content: `${hashed(lines)}${cron} ${command}\n` }];
}

/**
 * Cron takes % for the end of the command, and some of its kind read two backslashes as one: neither stands in the line,
 * the one written as its code, the other quoted on its own.
 */
function cronWord(text: string): string {
  const parts = text.split(/([%\\])/).filter((part) => part !== "");
  const words = parts.map((part) => (part === "%" ? `"$(printf '\\045')"` : shellText(part)));
  return words.length === 0 ? "''" : words.join("");
}

function refuse(command: string): void {
  const broken = /[\n\r\0]/.test(command);
  if (!broken && Buffer.byteLength(command) <= longest) return;
  throw new SluiceError({
    code: "CLI.USAGE",
    message: broken
      ? "A path or variable has a line break, which no crontab can hold."
      : `The command is longer than the ${String(longest)} bytes that a crontab takes.`,
    hints: ["Use `sluice export systemd`, or call a script of your own from cron."],
  });
}

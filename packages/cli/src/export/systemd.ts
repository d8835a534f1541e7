import { inProject, runCommand, withNode } from "./call.js";
import { hashed, headLines } from "./head.js";
import { commentText, doubleQuoted, plainName } from "./quote.js";
import type { ExportFile, ScheduleExport } from "./schedule-export.js";
import { cronField, cronOf } from "./times.js";

/** A service and its timer, for /etc/systemd/system or, as `--user` units, ~/.config/systemd/user. */
export function renderSystemd(schedule: ScheduleExport): readonly ExportFile[] {
  const { project, environment, dir, nodeDir, times } = schedule;
  const name = `sluice-${plainName(project)}-${environment}`;
  const command = inProject(dir, withNode(nodeDir, runCommand(schedule)));
  const about = `Description=Sluice: ${specifierFree(commentText(project))}, environment ${environment}`;
  const service = [
    "[Unit]",
    about,
    "",
    "[Service]",
    "Type=oneshot",
    `ExecStart=/bin/sh -c ${execText(command)}`,
  ];
  const timer = [
    "[Unit]",
    about,
    "",
    "[Timer]",
    `OnCalendar=*-*-* ${calendarField(times.hours, 24)}:${calendarField(times.minutes, 60)}:00 UTC`,
    "# What was missed while the machine was off is called once it is on.",
    "Persistent=true",
    "",
    "[Install]",
    "WantedBy=timers.target",
  ];
  const head = hashed(headLines(schedule, { cron: cronOf(times) }));
  const use = hashed([`Turn it on with: systemctl enable --now ${name}.timer`]);
  return [
    { name: `${name}.service`, content: `${head}${service.join("\n")}\n` },
    { name: `${name}.timer`, content: `${head}${use}${timer.join("\n")}\n` },
  ];
}

/** One argument of an Exec line: systemd itself fills in %specifiers and $variables, also inside quotes. */
function execText(text: string): string {
  return specifierFree(doubleQuoted(text)).replaceAll("$", "$$$$");
}

function specifierFree(text: string): string {
  return text.replaceAll("%", "%%");
}

/** A field as a calendar event writes it: `*`, `0/5`, `1,2`. */
function calendarField(numbers: readonly number[], size: number): string {
  return cronField(numbers, size).replace("*/", "0/");
}

import { commentText } from "./quote.js";
import type { ScheduleExport } from "./schedule-export.js";

/** The comment that every file begins with; no line ends in a backslash, which would continue it in some formats. */
export function headLines(
  { project, environment, reasons, paced }: ScheduleExport,
  { cron, clock = "UTC" }: { readonly cron: string; readonly clock?: string },
): readonly string[] {
  const why = paced ? "as asked for" : "which is when the models' crons need it";
  return [
    // The first two lines are not the user's: Python reads an encoding out of them.
    "Written by `sluice export`; write it again when crons change.",
    "A call runs what is due and nothing else: more calls than needed do no harm.",
    `Project ${commentText(project)}: calls \`sluice run ${environment}\` at ${cron} (${clock}), ${why}:`,
    ...reasons.map((reason) => `  ${commentText(reason)};`),
  ];
}

/** Lines as comments of a file in which `#` begins one. */
export function hashed(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}\n`).join("");
}

import { join, resolve } from "node:path";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { describeSchedule } from "../../export/describe-schedule.js";
import { renderAirflow } from "../../export/airflow.js";
import { renderCrontab } from "../../export/crontab.js";
import { exportFormats, type ExportFormat } from "../../export/formats.js";
import { renderGithubActions } from "../../export/github-actions.js";
import type { ExportFile } from "../../export/schedule-export.js";
import { renderSystemd } from "../../export/systemd.js";
import type { Workspace } from "@sluice/core";
import { remark } from "../../io/io.js";
import { printDocument } from "../../json/print-document.js";
import { writeWhole } from "../../output/output-file.js";
import { text } from "../../program/read-options.js";
import { withReadOnlyWorkspace } from "../../session/with-workspace.js";

/** What writes each format. */
type Exporter = (workspace: Workspace, context: CommandContext) => Promise<readonly ExportFile[]>;

const exporters: Readonly<Record<ExportFormat, Exporter>> = {
  cron: async (...given) => renderCrontab(await describeSchedule(...given)),
  systemd: async (...given) => renderSystemd(await describeSchedule(...given)),
  github: async (...given) => renderGithubActions(await describeSchedule(...given)),
  airflow: async (...given) => renderAirflow(await describeSchedule(...given)),
};

export const run: CommandRun = (context) =>
  withReadOnlyWorkspace(context, async (workspace) => {
    const { io, global, args, options } = context;
    const format = exportFormats.find((known) => known === args[0]) ?? "cron";
    const files = await exporters[format](workspace, context);
    const output = text(options, "output");
    const written =
      output === undefined || output === "-" ? [] : await write(files, resolve(io.cwd, output));
    if (global.json) {
      await printDocument(io, "export", {
        ok: true,
        format,
        environment: workspace.project.environment,
        files: files.map((file, i) => ({ ...file, path: written[i] ?? null })),
      });
    } else if (written.length === 0) {
      await io.stdout.writeAsync(together(files));
    } else if (!global.quiet) {
      remark(
        io,
        written.map((path) => `Wrote ${path}.`),
      );
    }
    return exitCode.done;
  });

/** One file takes the path; several stand in it by their own names. */
async function write(files: readonly ExportFile[], path: string): Promise<readonly string[]> {
  const paths = files.map(({ name }) => (files.length === 1 ? path : join(path, name)));
  for (const [i, { content }] of files.entries()) await writeWhole(paths[i] ?? path, content);
  return paths;
}

/** The files one after the other, each under its name where there are several. */
function together(files: readonly ExportFile[]): string {
  if (files.length === 1) return files[0]?.content ?? "";
  return files.map(({ name, content }) => `# ${name}\n${content}`).join("\n");
}

import { relative, resolve } from "node:path";
import type { BackupManifest } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { remark } from "../../io/io.js";
import { printDocument } from "../../json/print-document.js";
import { flag } from "../../program/read-options.js";
import { backupSize } from "../../render/backup-size.js";
import { confirmed } from "../../session/confirm.js";
import { withWorkspace } from "../../session/with-workspace.js";

export const run: CommandRun = (context) =>
  withWorkspace(context, async (workspace) => {
    const { io, global, options, args, signal } = context;
    const [given = ""] = args;
    const from = resolve(io.cwd, given);
    const verify = options["verify"] !== false;
    const manifest = verify ? await workspace.inspectBackup(from) : undefined;
    const { location } = workspace.engine;
    if (!flag(options, "yes")) {
      if (!global.quiet && manifest) remark(io, description(given, manifest));
      if (!(await confirmed(context, `Replace ${location} by ${given}?`))) return declined(context);
    }
    const { kept } = await workspace.restore({ from, verify, signal });
    if (global.json) {
      await printDocument(io, "restore", { ok: true, from, verified: verify, kept: kept ?? null });
    } else if (!global.quiet) {
      const keeping =
        kept === undefined ? [] : [`The warehouse before is kept as ${relative(io.cwd, kept)}.`];
      remark(io, [`${io.err.green("Restored")} ${location} from ${given}.`, ...keeping]);
    }
    return exitCode.done;
  });

function description(file: string, manifest: BackupManifest): string[] {
  const { project, target, created } = manifest;
  const time = created.replace(/\.\d+/, "");
  return [`${file}: project ${project}, target ${target}, ${time}`, `  ${backupSize(manifest)}`];
}

function declined({ io }: CommandContext): number {
  remark(io, ["Nothing was changed."]);
  return exitCode.declined;
}

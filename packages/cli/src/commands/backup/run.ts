import { relative, resolve, sep } from "node:path";
import { exitCode, type CommandRun } from "../../context.js";
import { printLines, remark } from "../../io/io.js";
import { printDocument } from "../../json/print-document.js";
import { flag } from "../../program/read-options.js";
import { seconds } from "../../render/amounts.js";
import { backupSize } from "../../render/backup-size.js";
import { withWorkspace } from "../../session/with-workspace.js";

export const run: CommandRun = (context) =>
  withWorkspace(context, async (workspace) => {
    const { io, global, options, args, signal } = context;
    const [to = "."] = args;
    const started = io.clock.now();
    const isFolder = /[/\\]$/.test(to);
    const { file, manifestFile, manifest } = await workspace.backup({
      to: `${resolve(io.cwd, to)}${isFolder ? sep : ""}`,
      force: flag(options, "force"),
      compact: flag(options, "compact"),
      signal,
    });
    if (global.json) {
      const { project, target, engine, state, created, bytes, sha256, relations } = manifest;
      await printDocument(io, "backup", {
        ok: true,
        file,
        manifest: manifestFile,
        ...{ project, target, engine, state, created, bytes, sha256 },
        relations: [...relations],
      });
      return exitCode.done;
    }
    printLines(io, [relative(io.cwd, file)]);
    if (global.quiet) return exitCode.done;
    const time = seconds((io.clock.now() - started) / 1000);
    remark(io, [`${io.err.green("Backed up")} in ${time}: ${backupSize(manifest)}.`]);
    return exitCode.done;
  });

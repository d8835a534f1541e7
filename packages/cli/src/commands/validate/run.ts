import type { Diagnostic } from "@sluice/core";
import { exitCode, type CommandRun } from "../../context.js";
import { remark } from "../../io/io.js";
import { problem } from "../../json/documents.js";
import { printDocument } from "../../json/print-document.js";
import { counted, seconds } from "../../render/amounts.js";
import { printFindings } from "../../report/failure.js";
import { logJson } from "../../report/json-log.js";
import { withReadOnlyWorkspace } from "../../session/with-workspace.js";

export const run: CommandRun = (context) =>
  withReadOnlyWorkspace(context, async (workspace) => {
    const { io, global } = context;
    const since = io.clock.now();
    const { ok, diagnostics, models } = await workspace.validate();
    const errors = diagnostics.filter((found) => found.severity === "error");
    const warnings = diagnostics.filter((found) => found.severity === "warning");
    if (global.logFormat === "json") {
      const at = new Date(io.clock.now()).toISOString();
      for (const found of errors) logJson(io, { type: "error", at, diagnostic: found });
      for (const found of warnings) logJson(io, { type: "warning", at, diagnostic: found });
    } else {
      await printFindings([...(global.quiet ? [] : warnings), ...errors], io);
      const time = seconds((io.clock.now() - since) / 1000);
      if (!ok) remark(io, [io.err.red(`${counted(errors.length, "error")}${inFiles(errors)}.`)]);
      else if (!global.quiet)
        remark(io, [`${io.err.green("Valid")}: ${counted(models, "model")} in ${time}.`]);
    }
    if (global.json) {
      const body = { ok, models, errors: errors.map(problem), warnings: warnings.map(problem) };
      await printDocument(io, "validate", body);
    }
    return ok ? exitCode.done : exitCode.cannot;
  });

/** ` in 3 files`; nothing where no file is named. */
function inFiles(errors: readonly Diagnostic[]): string {
  const files = new Set(errors.flatMap(({ where }) => where?.file ?? []));
  return files.size === 0 ? "" : ` in ${counted(files.size, "file")}`;
}

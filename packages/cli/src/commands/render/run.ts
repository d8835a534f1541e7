import { exitCode, type CommandRun } from "../../context.js";
import { printDocument } from "../../json/print-document.js";
import { flag } from "../../program/read-options.js";
import { resolveName } from "../../session/resolve-name.js";
import { withReadOnlyWorkspace } from "../../session/with-workspace.js";

export const run: CommandRun = (context) =>
  withReadOnlyWorkspace(context, async (workspace) => {
    const { io, global, args, options } = context;
    const model = resolveName(workspace.project, args[0] ?? "");
    const names = flag(options, "physical") ? "physical" : "plain";
    const sql = await workspace.render(model, { names });
    if (global.json) await printDocument(io, "render", { ok: true, model, names, sql });
    else await io.stdout.writeAsync(io.redact.text(sql.endsWith("\n") ? sql : `${sql}\n`));
    return exitCode.done;
  });

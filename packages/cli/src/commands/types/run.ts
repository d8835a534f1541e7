import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { exitCode, type CommandRun } from "../../context.js";
import { remark } from "../../io/io.js";
import { printDocument } from "../../json/print-document.js";
import { writeWhole } from "../../output/output-file.js";
import { flag, text } from "../../program/read-options.js";
import { withReadOnlyWorkspace } from "../../session/with-workspace.js";

export const run: CommandRun = (context) =>
  withReadOnlyWorkspace(context, async (workspace) => {
    const { io, global, options } = context;
    const output = text(options, "output") ?? "sluice-rows.d.ts";
    const content = await workspace.rowTypes();
    if (output === "-") {
      if (global.json) await printDocument(io, "types", { ok: true, file: null, changed: false });
      else await io.stdout.writeAsync(content);
      return exitCode.done;
    }
    const file = isAbsolute(output) ? output : join(workspace.project.dir, output);
    const changed = (await readFile(file, "utf8").catch(() => undefined)) !== content;
    const check = flag(options, "check");
    if (changed && !check) await writeWhole(file, content);
    const ok = !(check && changed);
    if (global.json) await printDocument(io, "types", { ok, file, changed });
    else if (!ok) remark(io, [io.err.red(`${output} is not current; run \`sluice types\`.`)]);
    else if (!global.quiet) remark(io, [changed ? `Wrote ${output}.` : `${output} is current.`]);
    return ok ? exitCode.done : exitCode.findings;
  });

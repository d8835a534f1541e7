import type { DoctorFinding, Workspace } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines, remark, type Colours } from "../../io/io.js";
import { printDocument } from "../../json/print-document.js";
import { packageVersion } from "../../package-root.js";
import { flag } from "../../program/read-options.js";
import { counted } from "../../render/amounts.js";
import { displayWidth, visible } from "../../render/width.js";
import { withWorkspace } from "../../session/with-workspace.js";

export const run: CommandRun = (context) => {
  const fix = flag(context.options, "fix");
  return withWorkspace(context, (workspace) => look(workspace, context, fix), { readOnly: !fix });
};

async function look(workspace: Workspace, context: CommandContext, fix: boolean): Promise<number> {
  const { io, global } = context;
  const findings = [...ownFindings(), ...(await workspace.doctor({ fix }))];
  const errors = findings.filter((finding) => finding.status === "error").length;
  if (global.json) {
    const listed = findings.map(({ check, status, detail, hint }) => ({
      check,
      status,
      detail,
      hint: hint ?? null,
    }));
    await printDocument(io, "doctor", { ok: errors === 0, findings: listed });
  } else {
    printLines(io, lines(findings, io.out));
    const text = errors === 0 ? "No trouble found." : `${counted(errors, "problem")} found.`;
    if (!global.quiet) remark(io, ["", errors === 0 ? io.err.green(text) : io.err.red(text)]);
  }
  return errors === 0 ? exitCode.done : exitCode.cannot;
}

function ownFindings(): DoctorFinding[] {
  return [{ check: "sluice", status: "ok", detail: packageVersion() }];
}

function lines(findings: readonly DoctorFinding[], colours: Colours): string[] {
  const width = Math.max(...findings.map((finding) => displayWidth(finding.check)));
  const paint = { ok: colours.green, warning: colours.yellow, error: colours.red };
  return findings.flatMap(({ check, status, detail, hint }) => [
    `${paint[status](status.padEnd(7))}  ${check.padEnd(width)}  ${visible(detail)}`,
    ...(hint === undefined
      ? []
      : [`${" ".repeat(9)}${" ".repeat(width)}  ${colours.cyan("next: ")}${visible(hint)}`]),
  ]);
}

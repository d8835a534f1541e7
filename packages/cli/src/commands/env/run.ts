import { SluiceError, type EnvironmentInfo, type Expiry, type Workspace } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines, remark } from "../../io/io.js";
import { terminalWidth } from "../../io/output.js";
import type { EnvironmentDocument } from "./document.js";
import { printDocument } from "../../json/print-document.js";
import { flag, whole } from "../../program/read-options.js";
import { counted } from "../../render/amounts.js";
import { renderGrid } from "../../render/grid.js";
import { visible } from "../../render/width.js";
import { withWorkspace } from "../../session/with-workspace.js";

export const run: CommandRun = (context) => {
  const [action = "list", name] = context.args;
  const lifetime = whole(context.options, "in");
  const never = flag(context.options, "never");
  if (action === "list") {
    if (name !== undefined || never || lifetime !== undefined)
      throw usageError("`sluice env list` takes no name and no options of its own.");
    return withWorkspace(context, (workspace) => list(workspace, context), { readOnly: true });
  }
  if (name === undefined) throw usageError("Name the environment: `sluice env expire <name>`.");
  if (never && lifetime !== undefined) throw usageError("Give --in or --never, not both.");
  const expiry = never ? "never" : lifetime === undefined ? "now" : { in: lifetime };
  return withWorkspace(context, (workspace) => expire(workspace, { name, expiry }, context));
};

async function list(workspace: Workspace, context: CommandContext): Promise<number> {
  const { io, global } = context;
  const found = await workspace.listEnvironments();
  if (global.json) {
    const environments = found.map(environmentDocument);
    await printDocument(io, "env", { ok: true, environments, removed: [] });
  } else if (found.length === 0)
    remark(io, ["No environments yet: `sluice build` makes the first."]);
  else printLines(io, table(found, context));
  return exitCode.done;
}

function table(found: readonly EnvironmentInfo[], { io }: CommandContext): string[] {
  const columns = [
    { header: "environment" },
    { header: "models", align: "right" as const },
    { header: "created (UTC)", optional: true },
    { header: "last promoted (UTC)" },
    { header: "expires (UTC)" },
  ];
  const rows = found.map((one) => [
    { text: visible(one.name) },
    { text: String(one.models) },
    { text: minute(one.createdAt) },
    { text: minute(one.promotedAt) },
    one.expired
      ? { text: `${minute(one.expiresAt)}, expired`, style: io.out.yellow }
      : { text: one.expiresAt === undefined ? "never" : minute(one.expiresAt) },
  ]);
  return renderGrid(columns, rows, { head: io.out.dim, width: terminalWidth(io.stdout) });
}

function minute(at: string | undefined): string {
  return at === undefined ? "" : at.slice(0, 16).replace("T", " ");
}

async function expire(
  workspace: Workspace,
  { name, expiry }: { readonly name: string; readonly expiry: Expiry },
  { io, global }: CommandContext,
): Promise<number> {
  const { environment, removed } = await workspace.expireEnvironment(name, expiry);
  if (global.json) {
    const environments = expiry === "now" ? [] : [environmentDocument(environment)];
    await printDocument(io, "env", { ok: true, environments, removed: [...removed] });
    return exitCode.done;
  }
  if (global.quiet) return exitCode.done;
  if (expiry !== "now") {
    const when = environment.expiresAt;
    const text =
      when === undefined
        ? `${visible(name)} never expires.`
        : `${visible(name)} expires on ${minute(when)} UTC; each promotion puts it off by as long.`;
    remark(io, [io.err.green(text)]);
    return exitCode.done;
  }
  printLines(
    io,
    removed.map((view) => `${io.out.yellow("removed")}  ${visible(view)}`),
  );
  remark(io, [
    "",
    io.err.green(`${visible(name)} is gone: ${counted(removed.length, "view")} removed.`),
    "Its tables stay until `sluice clean`; building it again costs nothing until then.",
  ]);
  return exitCode.done;
}

function environmentDocument(one: EnvironmentInfo): EnvironmentDocument {
  return {
    name: one.name,
    models: one.models,
    created_at: one.createdAt ?? null,
    promoted_at: one.promotedAt ?? null,
    expires_at: one.expiresAt ?? null,
    expired: one.expired,
  };
}

function usageError(message: string): SluiceError {
  return new SluiceError({ code: "CLI.USAGE", message, hints: ["See `sluice env --help`."] });
}

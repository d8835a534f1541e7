import type { UnitTestResult } from "@sluice/core";
import { exitCode, type CommandContext, type CommandRun } from "../../context.js";
import { printLines, remark } from "../../io/io.js";
import { terminalWidth } from "../../io/output.js";
import { problem, round } from "../../json/documents.js";
import { printDocument } from "../../json/print-document.js";
import { rowToJson } from "../../output/json-value.js";
import { list } from "../../program/read-options.js";
import { counted, seconds } from "../../render/amounts.js";
import { renderTestFailure, renderTestLine } from "../../render/test-result.js";
import { resolveName } from "../../session/resolve-name.js";
import { withReadOnlyWorkspace } from "../../session/with-workspace.js";

export const run: CommandRun = (context) =>
  withReadOnlyWorkspace(context, async (workspace) => {
    const { io, global, args, options, signal } = context;
    const models = args.map((name) => resolveName(workspace.project, name));
    const names = list(options, "name");
    const since = io.clock.now();
    const results: UnitTestResult[] = [];
    for await (const result of workspace.test({
      ...(models.length > 0 ? { models } : {}),
      ...(names.length > 0 ? { names } : {}),
      signal,
    })) {
      results.push(result);
      const told = !global.quiet || result.status !== "passed";
      if (!global.json && told) printLines(io, [renderTestLine(result, io.out)]);
    }
    const took = (io.clock.now() - since) / 1000;
    if (global.json) await printJsonResult(context, results, took);
    else printEnd(context, results, took);
    return codeOf(results);
  });

/** A test that cannot run at all (2) is worse than one that fails (4). */
function codeOf(results: readonly UnitTestResult[]): number {
  if (results.some((result) => result.status === "error")) return exitCode.cannot;
  return results.some((result) => result.status === "failed") ? exitCode.findings : exitCode.done;
}

function printEnd(
  { io, global }: CommandContext,
  results: readonly UnitTestResult[],
  took: number,
): void {
  const width = terminalWidth(io.stdout);
  const bad = results.filter((result) => result.status !== "passed");
  printLines(
    io,
    bad.flatMap((result) => ["", ...renderTestFailure(result, io.out, width)]),
  );
  if (global.quiet && bad.length === 0) return;
  const passed = results.length - bad.length;
  const failed = bad.length === 0 ? "" : `, ${String(bad.length)} failed`;
  const text = `${counted(results.length, "test")}: ${String(passed)} passed${failed} in ${seconds(took)}.`;
  const paint = bad.length > 0 ? io.err.red : io.err.green;
  remark(
    io,
    results.length === 0 ? ["No unit tests found in tests/*.test.yaml."] : ["", paint(text)],
  );
}

async function printJsonResult(
  { io }: CommandContext,
  results: readonly UnitTestResult[],
  took: number,
): Promise<void> {
  const many = (status: UnitTestResult["status"]) =>
    results.filter((r) => r.status === status).length;
  await printDocument(io, "test", {
    ok: codeOf(results) === exitCode.done,
    tests: results.map((result) => ({
      name: result.name,
      model: result.model,
      file: result.file,
      ...(result.description === undefined ? {} : { description: result.description }),
      status: result.status,
      seconds: round(result.seconds),
      columns: [...result.columns],
      missing: result.missing.map(rowToJson),
      unexpected: result.unexpected.map(rowToJson),
      matched: result.matched,
      ...(result.error ? { error: problem(result.error) } : {}),
    })),
    summary: {
      passed: many("passed"),
      failed: many("failed"),
      error: many("error"),
      seconds: round(took),
    },
  });
}

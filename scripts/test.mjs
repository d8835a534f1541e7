/**
 * Every gate and every test: `npm test`. Needs Node and npm only. Each step runs even when an
 * earlier one failed; the summary is also written to `.reports/summary.json`.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installStep, requireNode } from "./lib/bootstrap.mjs";
import { runSteps, summaryTable } from "./lib/steps.mjs";
import { readReports, removeReports } from "./lib/test-reports.mjs";
import { workspaceRoot } from "./lib/workspace.mjs";

const tests = "build and test";
const turbo = /** @type {const} */ (["turbo", "run", "--output-logs=errors-only", "--continue"]);

requireNode();
const reportFolder = join(workspaceRoot, ".reports");
rmSync(reportFolder, { recursive: true, force: true });
removeReports();

const results = await runSteps([
  installStep(),
  { name: "format", command: ["pnpm", "run", "format:check"], needs: ["install"] },
  { name: "lint", command: [...turbo, "lint", "lint:root"], needs: ["install"] },
  { name: "layering", command: ["pnpm", "run", "depcruise"], needs: ["install"] },
  { name: "types", command: [...turbo, "typecheck", "typecheck:root"], needs: ["install"] },
  { name: "examples", command: ["pnpm", "run", "examples"], needs: ["install"] },
  { name: "unused code", command: ["pnpm", "run", "knip"], needs: ["install"] },
  { name: "build", command: [...turbo, "build", "--filter=./packages/*"], needs: ["install"] },
  { name: "api reports", command: ["node", "scripts/api.mjs", "check"], needs: ["build"] },
  { name: "packed packages", command: ["node", "scripts/pack.mjs"], needs: ["build"] },
  { name: "installed packages", command: ["node", "scripts/canary.mjs"], needs: ["build"] },
  { name: tests, command: [...turbo, "build", "test"], needs: ["install"] },
]);

const suites = readReports();
/** @param {"passed" | "failed" | "skipped"} key */
const sum = (key) => suites.reduce((total, suite) => total + suite[key], 0);

// The test step counts through its tests; as a step only when it failed without a failed test.
const gates = results.filter(({ name }) => name !== tests);
const testStep = results.find(({ name }) => name === tests);
const passed = gates.filter(({ status }) => status === "passed").length + sum("passed");
const failed =
  gates.filter(({ status }) => status !== "passed").length +
  sum("failed") +
  (testStep?.status !== "passed" && sum("failed") === 0 ? 1 : 0);
const summary = { passed, failed, skipped: sum("skipped"), steps: results, suites };
mkdirSync(reportFolder, { recursive: true });
writeFileSync(join(reportFolder, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);

console.log(`\n${summaryTable(results)}\n`);
for (const suite of suites) {
  const skipped = suite.skipped > 0 ? `, ${suite.skipped} skipped` : "";
  console.log(`  ${suite.name}: ${suite.passed} passed, ${suite.failed} failed${skipped}`);
}
console.log(failed === 0 ? "\nAll good." : `\n${failed} failed.`);
process.exitCode = failed === 0 ? 0 : 1;

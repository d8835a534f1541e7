import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packageAt, packagesIn } from "./packages.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @returns {{ path: string, report: string }[]} */
function testedPackages() {
  return [...packagesIn("packages"), ...packagesIn("apps"), packageAt("bench")]
    .filter(({ manifest }) => manifest["scripts"]?.test)
    .map(({ folder, path }) => ({ path, report: join(folder, ".reports", "vitest.json") }));
}

/** Removes every report, so that one left over from an earlier run is never counted. */
export function removeReports() {
  for (const { report } of testedPackages()) rmSync(report, { force: true });
}

/**
 * The tests of each package, from Vitest's reports; Turborepo restores them with a cached run.
 * @returns {(Counts & { name: string })[]}
 */
export function readReports() {
  return testedPackages().map(({ path, report }) => ({
    name: path,
    ...(existsSync(report)
      ? countTests(JSON.parse(readFileSync(report, "utf8")))
      : { passed: 0, failed: 1, skipped: 0 }),
  }));
}

/**
 * @param {any} report
 * @returns {Counts}
 */
function countTests(report) {
  /** A file that fails outside its tests counts as one failed test. */
  const brokenFiles = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === "failed" &&
      file.assertionResults.every((/** @type {any} */ test) => test.status !== "failed"),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !report.success ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * `npm run demo`: builds the packages, then runs the ShopSmart project end to end into a fresh
 * database and shows a result. Needs Node and npm only; works in `.demo/shopsmart`.
 */
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { installStep, requireNode } from "./lib/bootstrap.mjs";
import { runSteps, summaryTable } from "./lib/steps.mjs";
import { workspaceRoot } from "./lib/workspace.mjs";

requireNode();
const project = join(workspaceRoot, "apps", "shopsmart");
const demo = join(workspaceRoot, ".demo", "shopsmart");
const sluice = join(workspaceRoot, "packages", "cli", "dist", "main.js");

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {import("./lib/steps.mjs").Step}
 */
const inProject = (name, args) => ({
  name,
  command: ["node", sluice, ...args],
  cwd: demo,
  show: true,
  needs: ["packages"],
});

copyProject();
const results = await runSteps([
  installStep(),
  {
    name: "packages",
    command: ["turbo", "run", "build", "--filter=./packages/*", "--output-logs=errors-only"],
    needs: ["install"],
  },
  inProject("sluice build", ["build"]),
  {
    ...inProject("sluice show", ["show", "marts.dim_customers", "--limit", "5"]),
    needs: ["sluice build"],
  },
]);

console.log(`\n${summaryTable(results)}`);
process.exitCode = results.every(({ status }) => status === "passed") ? 0 : 1;

/** A fresh copy of the project, without what earlier runs left in it. */
function copyProject() {
  const leftOver = /^(node_modules|\.sluice|\.turbo|\.reports|.*\.duckdb(\.wal)?)$/;
  rmSync(demo, { recursive: true, force: true });
  mkdirSync(demo, { recursive: true });
  cpSync(project, demo, { recursive: true, filter: (path) => !leftOver.test(basename(path)) });
  symlinkSync(join(project, "node_modules"), join(demo, "node_modules"), "junction");
}

/**
 * `npm run demo`: builds the packages, then runs the ShopSmart project end to end into a fresh
 * database and shows a result. Needs Node and npm only; works in `.demo/shopsmart`.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { basename, join, relative } from "node:path";
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
    ...inProject("the best customers", ["show", "--sql", analysis("top_customers.sql")]),
    needs: ["sluice build"],
  },
  { ...inProject("sluice build again", ["build"]), needs: ["sluice build"] },
]);

const ok = results.every(({ status }) => status === "passed");
console.log(`\n${summaryTable(results)}`);
if (ok) console.log(`\n${nextSteps()}`);
process.exitCode = ok ? 0 : 1;

/** @param {string} file */
function analysis(file) {
  return readFileSync(join(project, "analyses", file), "utf8");
}

function nextSteps() {
  const at = relative(process.cwd(), demo);
  return [
    `The project is in ${at}: change a model in ${join(at, "models")} and look around.`,
    "",
    `  cd ${at}`,
    "  npx sluice build                             # builds what your edit changes, nothing else",
    "  npx sluice check                             # the checks that warned, with their rows",
    "  npx sluice lineage marts.dim_customers.customer_segment",
  ].join("\n");
}

/** A fresh copy of the project, without what earlier runs left in it. */
function copyProject() {
  const leftOver = /^(node_modules|\.sluice|\.turbo|\.reports|.*\.duckdb(\.wal)?)$/;
  rmSync(demo, { recursive: true, force: true });
  mkdirSync(demo, { recursive: true });
  cpSync(project, demo, { recursive: true, filter: (path) => !leftOver.test(basename(path)) });
  symlinkSync(join(project, "node_modules"), join(demo, "node_modules"), "junction");
}

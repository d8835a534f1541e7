/**
 * Tries the published packages as a stranger would: packs them as a release does, installs the
 * tarballs with npm into an empty folder outside the repository, makes a project of every template
 * with `sluice init`, installs it, builds it, runs its tests, compiles it, builds it again.
 * npm asks the registry only for packages of others that its cache lacks.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join, sep } from "node:path";
import { packPackage } from "./lib/pack.mjs";
import { publishedPackages } from "./lib/packages.mjs";
import { runTool } from "./lib/run-tool.mjs";
import { formatSeconds } from "./lib/steps.mjs";
import { workspaceRoot } from "./lib/workspace.mjs";

/** Authors of adapters install the testkit, beside a Vitest of their own; a project does not. */
const packages = publishedPackages().filter(
  ({ manifest }) => manifest["name"] !== "@sluice/adapter-testkit",
);
const templates = readdirSync(join(workspaceRoot, "packages", "cli", "templates"));
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

const folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-canary-")));
try {
  const tarballs = await step("packed", () =>
    Promise.all(
      packages.map((each) => packPackage(each.folder, join(folder, "tarballs", each.path))),
    ),
  );
  await step("installed with npm into an empty folder", async () => {
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    await install(folder, tarballs);
  });
  for (const template of templates) await tryTemplate(template, tarballs);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * @param {string} template
 * @param {readonly string[]} tarballs
 */
async function tryTemplate(template, tarballs) {
  const project = join(folder, template);
  await step(`${template}: made by sluice init`, () =>
    run("npx", ["--no-install", "sluice", "init", template, "--template", template], folder),
  );
  await step(`${template}: installed`, () => install(project, tarballs));
  const models = await step(`${template}: built`, async () => {
    const { ok, published, summary } = await sluice("build", project);
    assert.deepEqual(
      { ok, published, reused: summary.reused },
      { ok: true, published: true, reused: 0 },
    );
    assert(summary.built > 0, "The first build built no model.");
    return summary.built;
  });
  await step(`${template}: its tests pass`, async () => {
    const { ok, tests } = await sluice("test", project);
    assert(ok && tests.length > 0, "There is no unit test of a model.");
  });
  await step(`${template}: compiles`, () => run(process.execPath, [tsc, "--noEmit"], project));
  await step(`${template}: built again, every model reused`, async () => {
    const { built, reused } = (await sluice("build", project)).summary;
    assert.deepEqual({ built, reused }, { built: 0, reused: models });
  });
}

/**
 * Installs the tarballs, and whatever the folder's package.json names.
 * @param {string} target
 * @param {readonly string[]} tarballs
 */
async function install(target, tarballs) {
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", ["install", ...quiet, ...tarballs], target);
  // Refuses what is missing, superfluous or of a version that a package did not ask for.
  await run("npm", ["ls", "--all"], target);
  for (const { manifest } of packages) {
    const installed = realpathSync(join(target, "node_modules", manifest["name"]));
    assert(installed.startsWith(target + sep), `${manifest["name"]} is installed at ${installed}.`);
  }
}

/**
 * @param {string} command
 * @param {string} project
 * @returns {Promise<any>} the document the command prints
 */
async function sluice(command, project) {
  return JSON.parse(await run("npx", ["--no-install", "sluice", command, "--json"], project));
}

/**
 * Runs a command without this workspace's tools on the PATH, and without what npm or pnpm told
 * the script that runs this one.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  const inherited =
    /^(npm_(?!config_registry)|pnpm_|SLUICE_|NODE_(PATH|OPTIONS)$|INIT_CWD$|PATH$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !inherited.test(name));
  const path = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((part) => !part.startsWith(workspaceRoot));
  const env = { ...Object.fromEntries(kept), PATH: path.join(delimiter), NO_COLOR: "1" };
  return runTool(command, args, { cwd, env });
}

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function step(name, work) {
  const start = performance.now();
  try {
    const result = await work();
    console.log(`✓ ${name} ${formatSeconds((performance.now() - start) / 1000)}`);
    return result;
  } catch (error) {
    console.error(`✗ ${name}`);
    throw error;
  }
}

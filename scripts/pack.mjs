/**
 * Packs every published package as a release would and judges the tarballs: publint, attw
 * (ESM only), a manifest free of workspace protocols and of the in-repo source condition, and
 * code free of failpoints.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { packPackage } from "./lib/pack.mjs";
import { publishedPackages } from "./lib/packages.mjs";
import { toolEnv, workspaceRoot } from "./lib/workspace.mjs";

const packFolder = join(workspaceRoot, ".pack");
const onlyInRepo = ["workspace:", "catalog:", "@sluice/source"];
/** Code that ends the process at a step when the environment says so. */
const onlyInTests = /failpoint/i;
const required = ["package/package.json", "package/LICENSE", "package/README.md"];

rmSync(packFolder, { recursive: true, force: true });

let failed = 0;
for (const { folder, path, manifest } of publishedPackages()) {
  const problems = await check(folder, manifest);
  console.log(`${problems.length === 0 ? "✓" : "✗"} ${path}`);
  for (const problem of problems) console.error(problem.replace(/^/gm, "    "));
  failed += problems.length === 0 ? 0 : 1;
}
rmSync(packFolder, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;

/**
 * @param {string} folder
 * @param {Record<string, any>} manifest
 * @returns {Promise<string[]>} what is wrong
 */
async function check(folder, manifest) {
  const target = join(packFolder, manifest["name"].replace(/[^a-z0-9-]/g, "_"));
  const file = await packPackage(folder, target).catch((error) => error);
  if (file instanceof Error) return [file.message];

  const unpacked = run("tar", ["-xzf", basename(file)], target);
  if (unpacked) return [unpacked];
  return [
    ...contents(target, manifest),
    run("publint", ["run", file, "--strict"], folder),
    manifest["publishConfig"]?.exports
      ? run("attw", [file, "--profile", "esm-only", "--no-color"], folder)
      : undefined,
  ].filter((problem) => problem !== undefined);
}

/**
 * @param {string} target
 * @param {Record<string, any>} manifest
 * @returns {string[]}
 */
function contents(target, manifest) {
  const problems = [];
  const files = readdirSync(join(target, "package"), { recursive: true, encoding: "utf8" }).map(
    (file) => `package/${file.replaceAll("\\", "/")}`,
  );
  for (const file of required) if (!files.includes(file)) problems.push(`${file} is missing`);
  const packedManifest = readFileSync(join(target, "package", "package.json"), "utf8");
  for (const text of onlyInRepo) {
    if (packedManifest.includes(text)) problems.push(`package.json still says "${text}"`);
  }
  for (const file of files.filter((name) => /\.(?:js|d\.ts)$/.test(name))) {
    const text = readFileSync(join(target, file), "utf8");
    if (onlyInTests.test(text)) problems.push(`${file} has failpoints, which only tests may have`);
  }
  for (const bin of Object.values(manifest["bin"] ?? {})) {
    const source = readFileSync(join(target, "package", String(bin)), "utf8");
    if (!source.startsWith("#!/usr/bin/env node\n")) problems.push(`${bin} has no shebang`);
  }
  return problems;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @returns {string | undefined} the output, when the command fails
 */
function run(command, args, cwd) {
  const result = spawnSync(command, args, {
    cwd,
    env: toolEnv({ NO_COLOR: "1" }),
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (result.status === 0) return undefined;
  return `${command}: ${result.error?.message ?? `${result.stdout}${result.stderr}`.trim()}`;
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "./workspace.mjs";

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** Ends the process with a clear message when Node is too old for the workspace. */
export function requireNode() {
  const { engines } = readJson(join(workspaceRoot, "package.json"));
  const [major = 0, minor = 0] = String(engines.node).match(/\d+/g)?.map(Number) ?? [];
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  console.error(
    `Sluice needs Node ${major}.${minor} or newer; this is Node ${process.versions.node}.\n` +
      `Install a current Node from https://nodejs.org and run this again.`,
  );
  process.exit(2);
}

/**
 * The step that installs what the lockfile says, with the pnpm that package.json pins: from the
 * workspace when it is there already, otherwise through npx.
 * @returns {import("./steps.mjs").Step}
 */
export function installStep() {
  const { packageManager } = readJson(join(workspaceRoot, "package.json"));
  const installed = join(workspaceRoot, "node_modules", "pnpm", "package.json");
  const present = existsSync(installed) && `pnpm@${readJson(installed).version}` === packageManager;
  return {
    name: "install",
    command: [
      ...(present
        ? /** @type {const} */ (["pnpm"])
        : /** @type {const} */ (["npx", "--yes", packageManager])),
      "install",
      "--frozen-lockfile",
      "--config.confirmModulesPurge=false",
    ],
    show: !present,
  };
}

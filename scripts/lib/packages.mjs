import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "./workspace.mjs";

/**
 * @typedef {object} Package
 * @property {string} folder Absolute path.
 * @property {string} path Path from the root, with `/`.
 * @property {Record<string, any>} manifest
 */

/**
 * The workspace's packages in a top-level folder, by name.
 * @param {string} parent
 * @returns {Package[]}
 */
export function packagesIn(parent) {
  return readdirSync(join(workspaceRoot, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`)
    .filter((path) => existsSync(join(workspaceRoot, path, "package.json")))
    .map(packageAt);
}

/**
 * The package in a folder.
 * @param {string} path From the root, with `/`.
 * @returns {Package}
 */
export function packageAt(path) {
  const folder = join(workspaceRoot, path);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { folder, path, manifest };
}

/**
 * The packages that go to the registry.
 * @returns {Package[]}
 */
export function publishedPackages() {
  return packagesIn("packages").filter(({ manifest }) => manifest["private"] !== true);
}

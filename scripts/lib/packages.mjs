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
    .map((entry) => ({
      folder: join(workspaceRoot, parent, entry.name),
      path: `${parent}/${entry.name}`,
    }))
    .filter(({ folder }) => existsSync(join(folder, "package.json")))
    .map((entry) => ({
      ...entry,
      manifest: JSON.parse(readFileSync(join(entry.folder, "package.json"), "utf8")),
    }));
}

/**
 * The packages that go to the registry.
 * @returns {Package[]}
 */
export function publishedPackages() {
  return packagesIn("packages").filter(({ manifest }) => manifest["private"] !== true);
}

import { readdirSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "./run-tool.mjs";

/**
 * Packs a package as a release would.
 * @param {string} folder of the package
 * @param {string} target Folder for the tarball; it must hold no other.
 * @returns {Promise<string>} path of the tarball
 */
export async function packPackage(folder, target) {
  mkdirSync(target, { recursive: true });
  await runTool("pnpm", ["pack", "--pack-destination", target], { cwd: folder });
  const [tarball] = readdirSync(target).filter((file) => file.endsWith(".tgz"));
  if (!tarball) throw new Error(`pnpm pack left no tarball in ${target}`);
  return join(target, tarball);
}

import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** This package's folder, from its sources as from its build. */
export const benchDir = packageDir(fileURLToPath(import.meta.url));

/** The command as it is installed. */
export const cliFile = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@sluice/cli/package.json")),
  "dist/main.js",
);

/** The program that measured processes run. */
export const taskFile = path.join(benchDir, "dist", "task.js");

function packageDir(file: string): string {
  const parts = file.split(path.sep);
  const at = Math.max(parts.lastIndexOf("src"), parts.lastIndexOf("dist"));
  return parts.slice(0, at).join(path.sep);
}

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let root: string | undefined;

/** The folder of this package, from the source as from the build. */
export function packageRoot(): string {
  if (root !== undefined) return root;
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder)
    folder = dirname(folder);
  root = folder;
  return folder;
}

interface Manifest {
  readonly version: string;
  readonly bugs?: { readonly url?: string };
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as Manifest;
}

/** The version in package.json. */
export function packageVersion(): string {
  return manifest().version;
}

/** Where bugs are reported, when package.json says so. */
export function issueTracker(): string | undefined {
  return manifest().bugs?.url;
}

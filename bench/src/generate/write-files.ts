import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Writes texts by path relative to `dir`, which is emptied first. */
export function writeFiles(dir: string, files: Iterable<readonly [string, string]>): void {
  rmSync(dir, { recursive: true, force: true });
  const made = new Set<string>();
  for (const [file, text] of files) {
    const absolute = path.join(dir, file);
    const folder = path.dirname(absolute);
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    writeFileSync(absolute, text);
  }
}

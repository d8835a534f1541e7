import { readFileSync } from "node:fs";
import path from "node:path";
import { systemError } from "../../base/errors/system-error.js";

const importPattern = /(?:from|import|require)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/**
 * A TypeScript file and every file that it imports by relative path, by absolute path in a stable order. Packages are
 * left out; a declared version speaks for those.
 */
export function moduleFiles(file: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const visit = (at: string): void => {
    if (texts.has(at)) return;
    const text = readOrNothing(at);
    if (text === undefined) return;
    texts.set(at, text);
    for (const match of text.matchAll(importPattern)) {
      for (const candidate of candidates(path.resolve(path.dirname(at), match[1] ?? "")))
        visit(candidate);
    }
  };
  visit(file);
  return texts;
}

/** Text that stands for the behaviour of the module that these files make up. */
export function moduleText(files: ReadonlyMap<string, string>): string {
  return [...files.values()].join("\0");
}

function candidates(target: string): readonly string[] {
  return [
    target,
    target.replace(/\.(m?)js$/, ".$1ts"),
    `${target}.ts`,
    path.join(target, "index.ts"),
  ];
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    // A file that is there and cannot be read is no reason to take the module for another.
    if (/^(?:ENOENT|ENOTDIR|EISDIR)$/.test(String((error as NodeJS.ErrnoException).code)))
      return undefined;
    throw systemError(error, { file, cannotBe: "read" }) ?? error;
  }
}

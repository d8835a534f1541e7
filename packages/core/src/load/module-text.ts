import { readFileSync } from "node:fs";
import path from "node:path";

const importPattern = /(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/**
 * Text that stands for a TypeScript file's behaviour: its own and that of every file it imports by relative path,
 * in a stable order. Packages are left out; a declared version speaks for those.
 */
export function moduleText(file: string): string {
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
  return [...texts.values()].join("\0");
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
  } catch {
    return undefined;
  }
}

import type { Lexis } from "../text/lexis.js";
import { foldName } from "../text/name.js";
import { tokenize } from "../text/tokenize.js";
import type { SyntaxTree } from "../tree/syntax-tree.js";
import type { LineageInput } from "./lineage-input.js";
import { uncertain } from "./uncertain.js";

/** Every name in the text that a parent's column has must be somewhere in the tree: nothing was lost in parsing. */
export function expectComplete(
  { sql, parents }: Pick<LineageInput, "sql" | "parents">,
  tree: SyntaxTree,
  lexis: Lexis,
): void {
  const names = new Set([...parents.values()].flat().map(foldName));
  const kept = new Set<string>();
  collectTexts(tree, kept);
  for (const { kind, text } of tokenize(sql, lexis)) {
    const name =
      kind === "word" ? foldName(text) : kind === "quoted" ? foldName(unquote(text)) : undefined;
    if (name !== undefined && names.has(name) && !kept.has(name))
      uncertain(`${name} was lost in parsing`);
  }
}

function collectTexts(part: unknown, into: Set<string>): void {
  if (typeof part === "string") into.add(foldName(part));
  else if (typeof part === "object" && part !== null)
    for (const entry of Object.values(part)) collectTexts(entry, into);
}

function unquote(text: string): string {
  const quote = text.charAt(0);
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}

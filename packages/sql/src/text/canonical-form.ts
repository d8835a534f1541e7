import { hash } from "node:crypto";
import type { KeywordRules, Lexis } from "./lexis.js";
import { foldName } from "./name.js";
import { advance, createCursor, type Cursor, type TokenKind } from "./scan.js";

/** Version of the canonical form: part of every hash, beside that of the lexis. */
export const CANONICAL_VERSION = 2;

/**
 * A text that is the same for two queries exactly when their tokens are, by the lexis of their engine: comments and
 * whitespace are dropped, keywords, names of functions and numbers folded to lower case, texts and names kept verbatim:
 * names of columns and fields can become values, as keys of JSON do. It is itself SQL with the same tokens, hence no two
 * token streams share a form. A text with a comment that does not end, or with a character outside ASCII that is part of
 * no word and no string, is kept as it is.
 */
export function canonicalForm(sql: string, lexis: Lexis): string {
  const cursor = createCursor(sql, lexis);
  const parts: string[] = [];
  let kept = 0;
  let last: TokenKind = "unknown";
  // A word with capital letters is folded, or not, once the token behind it is known.
  let capitals = false;
  for (let end = -1; advance(cursor); end = cursor.end) {
    const { kind } = cursor;
    if (kind === "unknown") return sql;
    const part = textOf(cursor);
    if (capitals) foldLast(parts, lexis.keywords, { kind, text: part });
    const isOne = cursor.start === end && isOneNumber(last, kind);
    if (isOne) parts.push(`${parts.pop() ?? ""}${part}`);
    else parts.push(part);
    capitals = kind === "word" && !isOne && /[A-Z]/u.test(part);
    last = kind;
    if (part !== ";") kept = parts.length;
  }
  if (capitals) foldLast(parts, lexis.keywords, { kind: undefined, text: "" });
  parts.length = kept;
  return parts.join(" ");
}

/**
 * True for a number with no space before or behind it: engines differ in whether `t.1`, `1e` or `0x1F` is one token, and
 * in what follows a dot.
 */
function isOneNumber(last: TokenKind, next: TokenKind): boolean {
  if (last === "number") return next === "word" || next === "number";
  return next === "number" && (last === "word" || last === "quoted");
}

/** Folds the last word where it is a keyword or the name of a function. */
function foldLast(parts: string[], keywords: KeywordRules, next: NextToken): void {
  const at = parts.length - 1;
  const word = foldName(parts[at] ?? "");
  const before = foldName(parts[at - 1] ?? "");
  if (isKeyword(word, keywords, { before, next })) parts[at] = word;
}

interface NextToken {
  readonly kind: TokenKind | undefined;
  readonly text: string;
}

function isKeyword(
  word: string,
  { reserved, contextual, calls = false }: KeywordRules,
  { before, next }: { readonly before: string; readonly next: NextToken },
): boolean {
  if (before === "as" || before === "." || [":", ":=", "=>"].includes(next.text)) return false;
  if (reserved.has(word) || (calls && next.text === "(")) return true;
  return contextual.has(word) && next.kind === "word" && !reserved.has(foldName(next.text));
}

/** SHA-256 of the canonical form, its version and that of the lexis, in hex. */
export function canonicalHash(sql: string, lexis: Lexis): string {
  const versions = `${String(CANONICAL_VERSION)} ${lexis.version}`;
  return hash("sha256", `${versions}\n${canonicalForm(sql, lexis)}`);
}

function textOf(cursor: Cursor): string {
  const text = cursor.sql.slice(cursor.start, cursor.end);
  if (cursor.kind === "number") return foldName(text);
  return cursor.cut && cursor.rules.changedByCut.has(text) ? `${text}/**/` : text;
}

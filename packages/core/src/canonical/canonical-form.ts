import { foldName } from "../adapter/name.js";
import { hash } from "node:crypto";
import { reservedWords, syntaxWords } from "./keywords.js";
import { advance, createCursor, type Cursor } from "./scan.js";

/** Version of the canonical form: part of every hash. Another form would rebuild every model of every user. */
export const CANONICAL_VERSION = 1;

/**
 * Operators with a token of their own in DuckDB's grammar that lose it, and with it their precedence or
 * meaning, when a sign or a comment stands directly behind them: `a = b ->>-1` is not `a = b ->> -1`.
 */
const changedByCut = new Set(["->", "->>", "**", "//"]);

/**
 * A text that is the same for two queries exactly when their tokens are: comments and whitespace are
 * dropped, keywords, names of functions and numbers folded to lower case, texts and names kept verbatim: names of
 * columns and fields can become values, as keys of JSON do. It is itself SQL with the same tokens, hence no two token
 * streams share a form. A text with a comment that does not end, or with a space outside ASCII outside of strings
 * (which DuckDB reads as a space or as a name depending on what stands before), is kept as it is.
 */
export function canonicalForm(sql: string): string {
  const cursor = createCursor(sql);
  const parts: string[] = [];
  let kept = 0;
  // A word with capital letters is folded, or not, once the token behind it is known.
  let capitals = false;
  while (advance(cursor)) {
    if (cursor.kind === "unknown") return sql;
    const part = textOf(cursor);
    if (capitals) foldLast(parts, cursor, part);
    parts.push(part);
    capitals = cursor.kind === "word" && /[A-Z]/u.test(part);
    if (part !== ";") kept = parts.length;
  }
  if (capitals) foldLast(parts, undefined, "");
  parts.length = kept;
  return parts.join(" ");
}

/** Folds the last word where it is a keyword or the name of a function. */
function foldLast(parts: string[], next: Cursor | undefined, nextText: string): void {
  const at = parts.length - 1;
  const word = foldName(parts[at] ?? "");
  const before = foldName(parts[at - 1] ?? "");
  if (isKeyword(word, before, { kind: next?.kind, text: nextText })) parts[at] = word;
}

interface NextToken {
  readonly kind: Cursor["kind"] | undefined;
  readonly text: string;
}

function isKeyword(word: string, before: string, next: NextToken): boolean {
  if (before === "as" || before === "." || [":", ":=", "=>"].includes(next.text)) return false;
  if (next.text === "(" || reservedWords.has(word)) return true;
  const isBeforeName = next.kind === "word" && !reservedWords.has(foldName(next.text));
  return syntaxWords.has(word) && isBeforeName;
}

/** SHA-256 of the canonical form and its version, in hex. */
export function canonicalHash(sql: string): string {
  return hash("sha256", `${CANONICAL_VERSION}\n${canonicalForm(sql)}`);
}

function textOf(cursor: Cursor): string {
  const text = cursor.sql.slice(cursor.start, cursor.end);
  if (cursor.kind === "number") return foldName(text);
  return cursor.cut && changedByCut.has(text) ? `${text}/**/` : text;
}

import { foldName } from "../adapter/name.js";
import { createHash } from "node:crypto";
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
 * dropped, keywords, unquoted names and numbers folded to lower case, texts and quoted names kept verbatim.
 * It is itself SQL with the same tokens, hence no two token streams share a form. A text with a comment
 * that does not end, or with a space outside ASCII outside of strings (which DuckDB reads as a space or as a
 * name depending on what stands before), is kept as it is.
 */
export function canonicalForm(sql: string): string {
  const cursor = createCursor(sql);
  const parts: string[] = [];
  let kept = 0;
  while (advance(cursor)) {
    if (cursor.kind === "unknown") return sql;
    const part = textOf(cursor);
    parts.push(part);
    if (part !== ";") kept = parts.length;
  }
  parts.length = kept;
  return parts.join(" ");
}

/** SHA-256 of the canonical form and its version, in hex. */
export function canonicalHash(sql: string): string {
  return createHash("sha256")
    .update(`${CANONICAL_VERSION}\n${canonicalForm(sql)}`)
    .digest("hex");
}

function textOf(cursor: Cursor): string {
  const text = cursor.sql.slice(cursor.start, cursor.end);
  if (cursor.kind === "word" || cursor.kind === "number") return foldName(text);
  return cursor.cut && changedByCut.has(text) ? `${text}/**/` : text;
}

import {
  BACKQUOTE,
  COLON,
  DASH,
  DIGIT,
  DOLLAR,
  DOT,
  DOUBLE_QUOTE,
  EQUALS,
  LETTER_E,
  OPERATOR,
  PLUS,
  QUESTION,
  QUOTE,
  SLASH,
  SPECIAL,
  STAR,
  has,
  isSpace,
  isWideSpace,
  isWordPart,
  isWordStart,
} from "./characters.js";
import { endOfBlockComment, endOfEscaped, endOfLine, endOfNumber, endOfQuoted } from "./extents.js";

/** Kinds of tokens; `unknown` is an unterminated comment or a space outside ASCII. */
export type TokenKind =
  "word" | "quoted" | "string" | "number" | "parameter" | "operator" | "unknown";

/** Where a scan stands; one object is reused for a whole text, because texts are many. */
export interface Cursor {
  readonly sql: string;
  kind: TokenKind;
  start: number;
  end: number;
  /** The operator ended before a sign or a comment that stood directly behind it. */
  cut: boolean;
  /** The last token was an E string: a string that follows continues it, escapes included. */
  escapes: boolean;
}

/** A cursor at the start of a text. */
export function createCursor(sql: string): Cursor {
  return { sql, kind: "unknown", start: 0, end: 0, cut: false, escapes: false };
}

/** Moves to the next token; false at the end of the text. */
export function advance(cursor: Cursor): boolean {
  const { sql } = cursor;
  const start = skipSpace(sql, cursor.end);
  if (start < 0 || start >= sql.length) return unterminatedComment(cursor, start);
  cursor.start = start;
  cursor.cut = false;
  const code = sql.charCodeAt(start);
  if (isWordStart(code)) word(cursor, code);
  else if (code === QUOTE) string(cursor, start, cursor.escapes);
  else if (code === DOUBLE_QUOTE || code === BACKQUOTE)
    take(cursor, "quoted", endOfQuoted(sql, start, code));
  else if (has(code, DIGIT) || (code === DOT && has(sql.charCodeAt(start + 1), DIGIT))) {
    take(cursor, "number", endOfNumber(sql, start));
  } else if (code === DOLLAR) dollar(cursor);
  else if (has(code, OPERATOR)) operator(cursor);
  else punctuation(cursor, code);
  return true;
}

function take(cursor: Cursor, kind: TokenKind, end: number): void {
  cursor.kind = kind;
  cursor.end = end;
  cursor.escapes = false;
}

function unterminatedComment(cursor: Cursor, start: number): boolean {
  if (start >= 0) return false;
  cursor.start = -start - 1;
  cursor.cut = false;
  take(cursor, "unknown", cursor.sql.length);
  return true;
}

/** The next position that is neither space nor comment; `-1 - start` of a comment that does not end. */
function skipSpace(sql: string, from: number): number {
  let at = from;
  while (at < sql.length) {
    const code = sql.charCodeAt(at);
    const next = sql.charCodeAt(at + 1);
    if (isSpace(code)) at += 1;
    else if (code === DASH && next === DASH) at = endOfLine(sql, at);
    else if (code === SLASH && next === STAR) {
      const end = endOfBlockComment(sql, at);
      if (end < 0) return -1 - at;
      at = end;
    } else return at;
  }
  return at;
}

function word(cursor: Cursor, first: number): void {
  const { sql, start } = cursor;
  const lower = first | 32;
  const prefix = lower === LETTER_E || lower === 120 || lower === 98 || lower === 110; // e x b n
  if (prefix && sql.charCodeAt(start + 1) === QUOTE) {
    string(cursor, start + 1, lower === LETTER_E);
    return;
  }
  let end = start + 1;
  while (end < sql.length && isWordPart(sql.charCodeAt(end))) end += 1;
  take(cursor, "word", end);
}

function string(cursor: Cursor, quote: number, escapes: boolean): void {
  const { sql } = cursor;
  take(cursor, "string", escapes ? endOfEscaped(sql, quote) : endOfQuoted(sql, quote, QUOTE));
  cursor.escapes = escapes;
}

/** `$1`, `$name`, `$$text$$`, `$tag$text$tag$`, or a lone dollar. */
function dollar(cursor: Cursor): void {
  const { sql, start } = cursor;
  let end = start + 1;
  if (has(sql.charCodeAt(end), DIGIT)) {
    while (has(sql.charCodeAt(end), DIGIT)) end += 1;
    take(cursor, "parameter", end);
    return;
  }
  while (end < sql.length && isWordPart(sql.charCodeAt(end)) && sql.charCodeAt(end) !== DOLLAR) {
    end += 1;
  }
  if (sql.charCodeAt(end) !== DOLLAR) {
    take(cursor, end === start + 1 ? "operator" : "parameter", end);
    return;
  }
  const tag = sql.slice(start, end + 1);
  const close = sql.indexOf(tag, end + 1);
  take(cursor, "string", close < 0 ? sql.length : close + tag.length);
}

/** The longest operator, by the rules of Postgres: it ends at a comment, and mostly not in a sign. */
function operator(cursor: Cursor): void {
  const { sql, start } = cursor;
  let end = start;
  let special = false;
  while (end < sql.length && has(sql.charCodeAt(end), OPERATOR)) {
    const code = sql.charCodeAt(end);
    const next = sql.charCodeAt(end + 1);
    if ((code === DASH && next === DASH) || (code === SLASH && next === STAR)) {
      cursor.cut = true;
      break;
    }
    end += 1;
  }
  for (let at = start; at < end && !special; at += 1) special = has(sql.charCodeAt(at), SPECIAL);
  while (!special && end > start + 1) {
    const last = sql.charCodeAt(end - 1);
    if (last !== DASH && last !== PLUS) break;
    end -= 1;
    cursor.cut = true;
  }
  take(cursor, "operator", end);
}

function punctuation(cursor: Cursor, code: number): void {
  const { sql, start } = cursor;
  let end = start + 1;
  if (isWideSpace(code)) {
    take(cursor, "unknown", end);
    return;
  }
  if (code === QUESTION) {
    while (has(sql.charCodeAt(end), DIGIT)) end += 1;
    take(cursor, "parameter", end);
    return;
  }
  const next = sql.charCodeAt(end);
  if (code === COLON && (next === COLON || next === EQUALS)) end += 1; // :: and :=
  take(cursor, "operator", end);
}

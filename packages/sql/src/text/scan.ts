import type { Lexis } from "./lexis.js";
import { foldName } from "./name.js";
import {
  DASH,
  DIGIT,
  DOLLAR,
  DOT,
  LETTER,
  PLUS,
  QUESTION,
  SLASH,
  STAR,
  has,
  isSpace,
  isWideSpace,
} from "./characters.js";
import { compileLexis, type CompiledLexis, type Opening } from "./compiled-lexis.js";
import { endOfBlockComment, endOfLine, endOfNumber, endOfQuoted } from "./extents.js";

/** Kinds of tokens; `unknown` is an unterminated comment, or a character outside ASCII that is part of no word. */
export type TokenKind =
  "word" | "quoted" | "string" | "number" | "parameter" | "operator" | "unknown";

/** Where a scan stands; one object is reused for a whole text, because texts are many. */
export interface Cursor {
  readonly sql: string;
  readonly rules: CompiledLexis;
  kind: TokenKind;
  start: number;
  end: number;
  /** The operator ended before a sign or a comment that stood directly behind it. */
  cut: boolean;
  /** The opening of the last token, where a text that follows continues it. */
  continued: Opening | undefined;
}

/** A cursor at the start of a text. */
export function createCursor(sql: string, lexis: Lexis): Cursor {
  const rules = compileLexis(lexis);
  return { sql, rules, kind: "unknown", start: 0, end: 0, cut: false, continued: undefined };
}

/** Moves to the next token; false at the end of the text. */
export function advance(cursor: Cursor): boolean {
  const { sql, rules } = cursor;
  const start = skipSpace(cursor);
  if (start < 0 || start >= sql.length) return unterminatedComment(cursor, start);
  cursor.start = start;
  cursor.cut = false;
  const code = sql.charCodeAt(start);
  const opening = openingAt(cursor, code);
  if (opening !== undefined) quoted(cursor, opening);
  else if (isWordStart(code, rules)) word(cursor);
  else if (has(code, DIGIT) || (code === DOT && has(sql.charCodeAt(start + 1), DIGIT))) {
    take(cursor, "number", endOfNumber(sql, start));
  } else if (code === DOLLAR) dollar(cursor);
  else if (rules.run[code] === 1) operatorRun(cursor);
  else punctuation(cursor, code);
  return true;
}

function take(cursor: Cursor, kind: TokenKind, end: number): void {
  cursor.kind = kind;
  cursor.end = end;
  cursor.continued = undefined;
}

function unterminatedComment(cursor: Cursor, start: number): boolean {
  if (start >= 0) return false;
  cursor.start = -start - 1;
  cursor.cut = false;
  take(cursor, "unknown", cursor.sql.length);
  return true;
}

/** The next position that is neither space nor comment; `-1 - start` of a comment that does not end. */
function skipSpace({ sql, rules, end: from }: Cursor): number {
  let at = from;
  while (at < sql.length) {
    const code = sql.charCodeAt(at);
    if (isSpace(code)) at += 1;
    else if (rules.lineComments[code]?.some((mark) => sql.startsWith(mark, at)) === true)
      at = endOfLine(sql, at);
    else if (code === SLASH && sql.charCodeAt(at + 1) === STAR) {
      const end = endOfBlockComment(sql, at, rules.lexis.nestedComments);
      if (end < 0) return -1 - at;
      at = end;
    } else return at;
  }
  return at;
}

function openingAt({ sql, start, rules }: Cursor, code: number): Opening | undefined {
  return rules.openings[code]?.find(({ text }) => {
    const end = start + text.length;
    // The mark rules out nearly every word without a copy of it.
    return sql.charAt(end - 1) === text.at(-1) && foldName(sql.slice(start, end)) === text;
  });
}

function quoted(cursor: Cursor, opening: Opening): void {
  const { kind, text } = opening;
  const begun = cursor.continued?.rule.mark === text ? cursor.continued : opening;
  take(cursor, kind, endOfQuoted(cursor.sql, cursor.start + text.length, begun.rule));
  if (begun.rule.continues === true) cursor.continued = begun;
}

function isWordStart(code: number, { lexis }: CompiledLexis): boolean {
  return code < 128 ? has(code, LETTER) : lexis.unicodeWords === true && !isWideSpace(code);
}

function isWordPart(code: number, { lexis, inWords }: CompiledLexis): boolean {
  if (code < 128) return has(code, LETTER | DIGIT) || code === inWords;
  return lexis.unicodeWords === true && !isWideSpace(code);
}

function word(cursor: Cursor): void {
  const { sql, start, rules } = cursor;
  let end = start + 1;
  while (end < sql.length && isWordPart(sql.charCodeAt(end), rules)) end += 1;
  take(cursor, "word", end);
}

/** `$1`, `$name`, `$$text$$`, `$tag$text$tag$`, or a lone dollar. */
function dollar(cursor: Cursor): void {
  const { sql, start, rules } = cursor;
  let end = start + 1;
  if (has(sql.charCodeAt(end), DIGIT)) {
    while (has(sql.charCodeAt(end), DIGIT)) end += 1;
    take(cursor, "parameter", end);
    return;
  }
  while (
    end < sql.length &&
    sql.charCodeAt(end) !== DOLLAR &&
    isWordPart(sql.charCodeAt(end), rules)
  )
    end += 1;
  if (sql.charCodeAt(end) !== DOLLAR || rules.lexis.dollarStrings !== true) {
    take(cursor, end === start + 1 ? "operator" : "parameter", end);
    return;
  }
  const tag = sql.slice(start, end + 1);
  const close = sql.indexOf(tag, end + 1);
  take(cursor, "string", close < 0 ? sql.length : close + tag.length);
}

/** The longest operator, by the rules of Postgres: it ends at a comment, and mostly not in a sign. */
function operatorRun(cursor: Cursor): void {
  const { sql, start, rules } = cursor;
  let end = start;
  let mayEndInSign = false;
  while (end < sql.length && rules.run[sql.charCodeAt(end)] === 1) {
    const code = sql.charCodeAt(end);
    const next = sql.charCodeAt(end + 1);
    if ((code === DASH && next === DASH) || (code === SLASH && next === STAR)) {
      cursor.cut = true;
      break;
    }
    end += 1;
  }
  for (let at = start; at < end && !mayEndInSign; at += 1)
    mayEndInSign = rules.endInSign[sql.charCodeAt(at)] === 1;
  while (!mayEndInSign && end > start + 1) {
    const last = sql.charCodeAt(end - 1);
    if (last !== DASH && last !== PLUS) break;
    end -= 1;
    cursor.cut = true;
  }
  take(cursor, "operator", end);
}

function punctuation(cursor: Cursor, code: number): void {
  const { sql, start, rules } = cursor;
  let end = start + 1;
  if (code >= 128) {
    take(cursor, "unknown", end);
    return;
  }
  if (code === QUESTION) {
    while (has(sql.charCodeAt(end), DIGIT)) end += 1;
    take(cursor, "parameter", end);
    return;
  }
  const operator = rules.operators[code]?.find((text) => sql.startsWith(text, start));
  take(cursor, "operator", operator === undefined ? end : start + operator.length);
}

import type { QuoteRule } from "./lexis.js";
import {
  BACKSLASH,
  DASH,
  DIGIT,
  DOT,
  LETTER_E,
  PLUS,
  SLASH,
  STAR,
  UNDERSCORE,
  has,
} from "./characters.js";

export function endOfLine(sql: string, from: number): number {
  let at = from;
  while (at < sql.length && sql.charCodeAt(at) !== 10 && sql.charCodeAt(at) !== 13) at += 1;
  return at;
}

/** Offset behind a block comment; -1 where it does not end. */
export function endOfBlockComment(sql: string, start: number, nested: boolean): number {
  if (!nested) {
    const close = sql.indexOf("*/", start + 2);
    return close < 0 ? -1 : close + 2;
  }
  let depth = 0;
  for (let at = start; at < sql.length - 1;) {
    const code = sql.charCodeAt(at);
    const next = sql.charCodeAt(at + 1);
    if (code === SLASH && next === STAR) depth += 1;
    else if (code === STAR && next === SLASH) depth -= 1;
    else {
      at += 1;
      continue;
    }
    at += 2;
    if (depth === 0) return at;
  }
  return -1;
}

/** Offset behind a quoted text whose opening ends at `from`; that of the whole text where it does not end. */
export function endOfQuoted(sql: string, from: number, rule: QuoteRule): number {
  return rule.backslash === true ? endOfEscaped(sql, from, rule) : endOfPlain(sql, from, rule);
}

function endOfPlain(sql: string, from: number, { mark, doubled }: QuoteRule): number {
  for (let at = from; ;) {
    const close = sql.indexOf(mark, at);
    if (close < 0) return sql.length;
    const end = close + mark.length;
    if (doubled !== true || !sql.startsWith(mark, end)) return end;
    at = end + mark.length;
  }
}

function endOfEscaped(sql: string, from: number, { mark, doubled }: QuoteRule): number {
  for (let at = from; at < sql.length; at += 1) {
    if (sql.charCodeAt(at) === BACKSLASH) at += 1;
    else if (sql.startsWith(mark, at)) {
      const end = at + mark.length;
      if (doubled !== true || !sql.startsWith(mark, end)) return end;
      at = end;
    }
  }
  return sql.length;
}

function endOfDigits(sql: string, start: number): number {
  let at = start;
  while (has(sql.charCodeAt(at), DIGIT)) {
    at += 1;
    if (sql.charCodeAt(at) === UNDERSCORE && has(sql.charCodeAt(at + 1), DIGIT)) at += 1;
  }
  return at;
}

export function endOfNumber(sql: string, start: number): number {
  let at = endOfDigits(sql, start);
  if (sql.charCodeAt(at) === DOT && sql.charCodeAt(at + 1) !== DOT) at = endOfDigits(sql, at + 1);
  if ((sql.charCodeAt(at) | 32) !== LETTER_E) return at;
  const sign = sql.charCodeAt(at + 1);
  const digits = sign === DASH || sign === PLUS ? at + 2 : at + 1;
  return has(sql.charCodeAt(digits), DIGIT) ? endOfDigits(sql, digits) : at;
}

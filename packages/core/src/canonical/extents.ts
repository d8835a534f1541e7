import {
  BACKSLASH,
  DASH,
  DIGIT,
  DOT,
  LETTER_E,
  PLUS,
  QUOTE,
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

/** Block comments nest, as in Postgres and DuckDB (measured); -1 when unterminated. */
export function endOfBlockComment(sql: string, start: number): number {
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

export function endOfQuoted(sql: string, start: number, quote: number): number {
  const mark = String.fromCharCode(quote);
  let at = start + 1;
  for (;;) {
    const close = sql.indexOf(mark, at);
    if (close < 0) return sql.length;
    if (sql.charCodeAt(close + 1) !== quote) return close + 1;
    at = close + 2;
  }
}

export function endOfEscaped(sql: string, start: number): number {
  for (let at = start + 1; at < sql.length; at += 1) {
    const code = sql.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) {
      if (sql.charCodeAt(at + 1) !== QUOTE) return at + 1;
      at += 1;
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

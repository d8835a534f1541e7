import type { Span } from "@sluice/core/adapter";

export type TokenKind = "word" | "quoted" | "string" | "dollar" | "parameter" | "number" | "symbol";

/** A token of DuckDB SQL; comments and whitespace are no tokens. */
export interface Token extends Span {
  readonly kind: TokenKind;
  readonly text: string;
}

const space = /[\s\u00a0\u2000-\u200d\u202f\u205f\u3000\ufeff]+/y;
const lineComment = /--[^\n\r]*/y;
const word = /(?:[A-Za-z_]|[^\s\0-\x7f])(?:[A-Za-z0-9_$]|[^\s\0-\x7f])*/uy;
const quoted = /"(?:[^"]|"")*"/y;
const text = /'(?:[^']|'')*'/y;
const escapeText = /[eE]'(?:[^'\\]|\\[^]|'')*'/y;
const dollarTag = /\$(?:(?:[A-Za-z_]|[^\s\0-\x7f])(?:[A-Za-z0-9_]|[^\s\0-\x7f])*)?\$/uy;
const parameter = /\$(?:(?:[A-Za-z_]|[^\s\0-\x7f])(?:[A-Za-z0-9_]|[^\s\0-\x7f])*|\d+)|\?\d*/uy;
const number = /(?:\d[\d_]*)?\.?\d[\w.]*/y;

const rules: readonly (readonly [TokenKind, RegExp])[] = [
  ["string", escapeText],
  ["word", word],
  ["quoted", quoted],
  ["string", text],
  ["parameter", parameter],
  ["number", number],
];

/** Cuts SQL into tokens. An unterminated quote becomes a symbol: the engine reports it, not the lexer. */
export function tokenize(sql: string, from = 0, limit = Infinity): Token[] {
  const tokens: Token[] = [];
  let at = from;
  while (tokens.length < limit) {
    at = skipSpace(sql, at);
    if (at >= sql.length) break;
    const token = next(sql, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function next(sql: string, start: number): Token {
  const tag = matchAt(dollarTag, sql, start);
  if (tag !== undefined) {
    const close = sql.indexOf(tag, start + tag.length);
    if (close >= 0) return token(sql, "dollar", { start, end: close + tag.length });
  }
  for (const [kind, pattern] of rules) {
    const found = matchAt(pattern, sql, start);
    if (found !== undefined) return token(sql, kind, { start, end: start + found.length });
  }
  return token(sql, "symbol", { start, end: start + 1 });
}

function token(sql: string, kind: TokenKind, { start, end }: Span): Token {
  return { kind, start, end, text: sql.slice(start, end) };
}

function matchAt(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(sql);
  return found === null || found[0] === "" ? undefined : found[0];
}

/** The first offset at or after `at` that is neither whitespace nor comment; block comments nest. */
export function skipSpace(sql: string, at: number): number {
  let here = at;
  for (;;) {
    const skipped = matchAt(space, sql, here) ?? matchAt(lineComment, sql, here);
    if (skipped !== undefined) here += skipped.length;
    else if (sql.startsWith("/*", here)) here = endOfComment(sql, here);
    else return here;
  }
}

function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

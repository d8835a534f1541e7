import type { Span } from "@sluice/core/adapter";
import type { Token } from "./lexer.js";

const opening = new Set(["(", "[", "{"]);
const closing = new Set([")", "]", "}"]);

/** The index of the token that closes the bracket at `open`; the last index when it is never closed. */
export function closeOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? "";
    if (opening.has(text)) depth += 1;
    if (closing.has(text)) depth -= 1;
    if (depth === 0) return i;
  }
  return tokens.length - 1;
}

/** The name a token writes, without its quotes. */
export function unquoted(token: Token): string {
  return token.kind === "quoted" ? token.text.slice(1, -1).replaceAll('""', '"') : token.text;
}

/** The CTEs of the query's leading WITH, with the spans of their bodies inside the parentheses. */
export function topLevelCtes(tokens: readonly Token[]): ({ readonly name: string } & Span)[] {
  const word = (i: number) => (tokens[i]?.kind === "word" ? tokens[i].text.toLowerCase() : "");
  if (word(0) !== "with") return [];
  const found: ({ name: string } & Span)[] = [];
  let at = word(1) === "recursive" ? 2 : 1;
  for (;;) {
    const name = tokens[at];
    let body = at + 1;
    while (body < tokens.length && word(body) !== "as") {
      body = tokens[body]?.text === "(" ? closeOf(tokens, body) + 1 : body + 1;
    }
    while (body < tokens.length && tokens[body]?.text !== "(") body += 1;
    const [open, close] = [tokens[body], tokens[closeOf(tokens, body)]];
    if (name === undefined || open === undefined || close === undefined) return found;
    found.push({ name: unquoted(name), start: open.end, end: close.start });
    at = closeOf(tokens, body) + 1;
    if (tokens[at]?.text !== ",") return found;
    at += 1;
  }
}

import type { Lexis } from "./lexis.js";
import { advance, createCursor, type TokenKind } from "./scan.js";

/** A token of a SQL text; offsets are UTF-16 code units. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The operator stood directly before a sign or a comment, which some engines read as another operator. */
  readonly cut: boolean;
}

/** The tokens of a SQL text. Never throws: what does not end is one token to the end of the text. */
export function tokenize(sql: string, lexis: Lexis): readonly Token[] {
  const cursor = createCursor(sql, lexis);
  const tokens: Token[] = [];
  while (advance(cursor)) {
    const { kind, start, end, cut } = cursor;
    tokens.push({ kind, text: sql.slice(start, end), start, end, cut });
  }
  return tokens;
}

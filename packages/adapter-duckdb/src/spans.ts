import type { Span } from "@sluice/core/adapter";
import { skipSpace, tokenize } from "./lexer.js";

/** Converts UTF-8 byte offsets, which DuckDB counts in, into UTF-16 offsets of the same text. */
export class ByteOffsets {
  private readonly ascii: boolean;
  private byte = 0;
  private unit = 0;

  constructor(private readonly text: string) {
    this.ascii = Buffer.byteLength(text) === text.length;
  }

  /** Ascending questions are answered in one pass over the text. */
  toUnits(bytes: number): number {
    if (this.ascii) return Math.min(bytes, this.text.length);
    if (bytes < this.byte) [this.byte, this.unit] = [0, 0];
    while (this.byte < bytes && this.unit < this.text.length) {
      const code = this.text.codePointAt(this.unit) ?? 0;
      this.byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      this.unit += code < 0x10000 ? 1 : 2;
    }
    return this.unit;
  }
}

/** The UTF-16 offset of a code point, in which DuckDB's parser counts where its binder counts bytes. */
export function codePointOffset(text: string, points: number): number {
  let unit = 0;
  for (let seen = 0; seen < points && unit < text.length; seen++) {
    unit += (text.codePointAt(unit) ?? 0) < 0x10000 ? 1 : 2;
  }
  return unit;
}

/** Line, column (both from 1, columns in UTF-16 units) and a frame with a caret for an offset. */
export function placeAt(sql: string, offset: number) {
  const at = Math.min(offset, sql.length);
  const before = sql.slice(0, at);
  const lineStart = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
  const line = before.split(/\r\n|\n|\r/).length;
  const source = /^[^\r\n]*/.exec(sql.slice(lineStart))?.[0] ?? "";
  const column = at - lineStart + 1;
  const indent = source.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
  return { line, column, frame: `${source}\n${indent}^` };
}

/**
 * The span of a name of so many dot-separated parts that starts at `start`: quoted or plain parts, with
 * whitespace and comments around the dots.
 */
export function nameSpan(sql: string, start: number, parts: number): Span {
  let end = start;
  let at = start;
  for (let part = 0; part < parts; part++) {
    at = part === 0 ? at : skipSpace(sql, end);
    if (part > 0) {
      if (sql[at] !== ".") break;
      at = skipSpace(sql, at + 1);
    }
    const token = tokenize(sql, at, 1)[0];
    if (token === undefined) break;
    end = token.end;
  }
  return { start, end };
}

/** The offset just after the first dot that follows `start`'s name part. */
export function afterDot(sql: string, start: number): number {
  const first = nameSpan(sql, start, 1);
  const dot = skipSpace(sql, first.end);
  return skipSpace(sql, dot + 1);
}

import type { Lexis } from "@sluice/core/adapter";
import { contextualWords, reservedWords } from "./keywords.js";

/** The lexis of DuckDB 1.5, that of Postgres but for its operators (measured). */
export const lexis: Lexis = Object.freeze({
  version: "duckdb 1",
  strings: [
    { mark: "'", prefixes: ["", "x", "b", "n"], doubled: true },
    { mark: "'", prefixes: ["e"], doubled: true, backslash: true, continues: true },
  ],
  quotedNames: [{ mark: '"', doubled: true }],
  dollarStrings: true,
  lineComments: ["--"],
  nestedComments: true,
  unicodeWords: true,
  dollarInWords: true,
  operators: ["::", ":="],
  operatorRun: {
    characters: "~!@^&|+-*/%<>=",
    endInSign: "~!@^&|%",
    // They have a token of their own in DuckDB's grammar, and lose it with its precedence: `a = b ->>-1`.
    changedByCut: ["->", "->>", "**", "//"],
  },
  keywords: { reserved: reservedWords, contextual: contextualWords, calls: true },
});

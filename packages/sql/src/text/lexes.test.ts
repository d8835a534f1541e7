import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lexis as duckdb } from "../../test/duckdb-language.js";
import { bigquery } from "../../test/lexes/bigquery.js";
import {
  bigqueryReference,
  referenceTokens,
  trinoReference,
  type ReferenceLexis,
} from "../../test/lexes/reference.js";
import { trino } from "../../test/lexes/trino.js";
import type { Lexis } from "./lexis.js";
import { canonicalForm, canonicalHash } from "./canonical-form.js";
import { tokenize } from "./tokenize.js";

interface Tried {
  readonly lexis: Lexis;
  /** Tokens that are texts or names: each its own. */
  readonly quoted: readonly string[];
  readonly operators: readonly string[];
  readonly gaps: readonly string[];
}

const tried: Readonly<Record<string, Tried>> = {
  DuckDB: {
    lexis: duckdb,
    quoted: ["'a'", "'A'", "'it''s -- x'", "E'\\' /*'", "$$ ' $$", "$t$ $$ $t$", '"a"', '"/*"', "x'ab'"],
    operators: ["->", "->>", "::", ":=", "**", "//", "||", "<=", "!~~"],
    gaps: [" ", "\n", " -- '\n", " /* /* ' */ \" */ ", "\t/**/ "],
  },
  BigQuery: {
    lexis: bigquery,
    quoted: [
      "'it\\'s -- old'", "'it\\'s -- new'", "'''it's -- a'''", "'''it's -- b'''", '"""/* " """', "r'\\'", "r'\\' -- x'",
      "b'a'", "Rb'''\\''''", '"#"', "'#'", "`a`", "`A`", "`--`", "`a\\`b`",
    ].filter((text) => text !== "r'\\'"),
    operators: ["||", "<<", "=>", "->", "|>", "@@", "<=", "!="],
    gaps: [" ", "\n", " # it's\n", " -- \"\n", " /* /* ' */ ", "\t/**/ "],
  },
  Trino: {
    lexis: trino,
    quoted: ["'a'", "'A'", "'it''s -- x'", "U&'\\0041'", "u&'#'", "x'AB'", '"a"', '"A"', '"/*"', "'\\'"],
    operators: ["||", "->", "=>", "<>", "{-", "-}", "<="],
    gaps: [" ", "\n", " -- '\n", " /* /* ' */ ", "\t/**/ "],
  },
}; // prettier-ignore

const numbers = ["1", "2.5", "1e5", ".5"];
const names = ["a", "A", "t_1", "rb", "u", "e", "x"];
const keywords = ["select", "from", "where", "and"];

/** Tokens of a text: keywords in lower case. */
function tokensOf({ quoted, operators }: Tried) {
  const token = fc.oneof(
    fc.constantFrom(...quoted),
    fc.constantFrom(...operators, "+", "(", ",", "*", "/", "-"),
    fc.constantFrom(...names),
    fc.constantFrom(...keywords),
    fc.constantFrom(...numbers),
  );
  return fc
    .array(token, { minLength: 1, maxLength: 12 })
    .filter((list) => list.every((text, i) => !continues(list[i - 1], text)));
}

/** A text directly behind another continues an `E'...'`; a keyword before `:=` or `=>` is a name. */
function continues(before: string | undefined, text: string): boolean {
  if (before === undefined) return false;
  if ([":=", "=>"].includes(text)) return keywords.includes(before);
  return before.endsWith("'") && text.startsWith("'");
}

const shouted = (list: readonly string[], upper: readonly boolean[]) =>
  list.map((text, i) => (keywords.includes(text) && upper[i] === true ? text.toUpperCase() : text));
const written = (list: readonly string[], gaps: readonly string[]) =>
  list.map((text, i) => `${text}${gaps[i] ?? " "}`).join("");

describe.each(Object.entries(tried))("texts of %s", (_, one) => {
  const { lexis } = one;
  const tokens = tokensOf(one);
  const gaps = fc.array(fc.constantFrom(...one.gaps), { minLength: 12, maxLength: 12 });
  const upper = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });

  it("hash alike with other comments, white space and letter case of keywords", () => {
    const property = fc.property(tokens, gaps, upper, (list, between, capitals) => {
      const other = written(shouted(list, capitals), between);
      expect(canonicalHash(other, lexis)).toBe(canonicalHash(written(list, []), lexis));
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it("never hash alike with other tokens", () => {
    const change = fc.tuple(fc.nat(11), fc.constantFrom(...one.quoted, ...names, ...numbers, "+"));
    const property = fc.property(tokens, gaps, change, (list, between, [at, text]) => {
      const index = at % list.length;
      const other = list.with(index, text);
      fc.pre(list[index] !== text);
      fc.pre(other.every((token, i) => !continues(other[i - 1], token)));
      const forms = [list, other].map((each) => canonicalForm(written(each, between), lexis));
      expect(forms[0]).not.toBe(forms[1]);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it("are cut where the tokens end", () => {
    const property = fc.property(tokens, gaps, (list, between) => {
      expect(tokenize(written(list, between), lexis).map(({ text }) => text)).toEqual(list);
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

const references: readonly (readonly [string, Lexis, ReferenceLexis])[] = [
  ["BigQuery", bigquery, bigqueryReference],
  ["Trino", trino, trinoReference],
];

/** Any text of the characters in which lexes differ, and the same text with one small edit. */
const unit = fc.constantFrom(
  ..."aArRbBuUxe1.0_'\"`\\#-/*&|<>=@{}$?: \n\té".split(""), "'''", '"""', "--", "/*", "*/", "\\'",
); // prettier-ignore
const near = fc
  .tuple(fc.array(unit, { maxLength: 14 }), fc.nat(13), fc.option(unit), fc.boolean())
  .map(([list, at, text, isInsert]) => {
    const other = list.toSpliced(at, isInsert ? 0 : 1, ...(text === null ? [] : [text]));
    return [list.join(""), other.join("")] as const;
  });

describe.each(references)("any text of %s", (_, lexis, reference) => {
  it("is cut as regular expressions cut it", () => {
    const property = fc.property(near, ([sql]) => {
      const expected = referenceTokens(sql, reference);
      const found = tokenize(sql, lexis);
      if (expected === undefined) expect(found.some(({ kind }) => kind === "unknown")).toBe(true);
      else
        expect(
          found.map(({ kind, text }) =>
            kind === "word" || kind === "number" ? text.toLowerCase() : text,
          ),
        ).toEqual(expected);
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it("hashes alike only with the same tokens", () => {
    const property = fc.property(near, ([one, other]) => {
      if (canonicalForm(one, lexis) !== canonicalForm(other, lexis)) return;
      expect(withoutEnd(referenceTokens(one, reference))).toEqual(
        withoutEnd(referenceTokens(other, reference)),
      );
    });
    fc.assert(property, { numRuns: 10_000 });
  });
});

function withoutEnd(tokens: readonly string[] | undefined): readonly string[] | undefined {
  return tokens?.slice(0, tokens.findLastIndex((text) => text !== ";") + 1);
}

describe("texts that other engines read as one", () => {
  it.each<[string, Lexis, string, string]>([
    ["a comment in a text", bigquery, "select 'it\\'s -- old rate' as note, 1 as x from t", "select 'it\\'s -- new rate' as other, 2 as y from u"],
    ["a comment in a long text", bigquery, "select '''it's -- a''' as n", "select '''it's -- b''' as m"],
    ["a comment in double quotes", bigquery, 'select "a -- b", 1', 'select "a -- c", 2'],
    ["a backslash in a raw text", bigquery, "select r'\\' -- a', 1", "select r'\\' -- b', 2"],
    ["a number sign in a text", bigquery, "select '#' as a", "select '#' as b"],
    ["a comment that does not nest", bigquery, "select /* /* */ a /* */", "select /* /* */ b /* */"],
    ["a digit behind a dot", bigquery, "select t.123abc from t", "select t.123 abc from t"],
    ["a hexadecimal number", bigquery, "select 0x1F", "select 0 x1F"],
    ["the letter case of a table", bigquery, "select 1 from Orders", "select 1 from orders"],
    ["the letter case of a user's function", bigquery, "select f(1)", "select F(1)"],
    ["a text with a prefix", trino, "select U&'a'", "select U & 'a'"],
    ["a backslash in a text", trino, "select '\\', 'a'", "select '\\', 'b'"],
    ["a name that begins with a digit", trino, "select 1a from t", "select 1 a from t"],
    ["a number sign", duckdb, "select #1 from t", "select #2 from t"],
  ])("differ by %s", (_, lexis, one, other) => {
    expect(canonicalForm(one, lexis)).not.toBe(canonicalForm(other, lexis));
  }); // prettier-ignore
});

it("hashes equal texts of two engines apart", () => {
  const hashes = [duckdb, bigquery, trino].map((lexis) => canonicalHash("select 1", lexis));
  expect(new Set(hashes).size).toBe(3);
});

import { lexis } from "../../test/duckdb-language.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CANONICAL_VERSION, canonicalForm, canonicalHash } from "./canonical-form.js";
import { tokenize } from "./tokenize.js";

const word = fc.constantFrom(
  "select", "from", "where", "a", "order_id", "é", "x$1", "e", "x", "_t", "sum", "é_É",
); // prettier-ignore
const quoted = fc.constantFrom('"A"', '"a"', '"a""b"', '"a b"', "`c`", '"/*"', '"--"');
const string = fc.constantFrom(
  "''", "'a'", "'A'", "'a''b'", "'--'", "'/* x */'", "E'a\\'b'", "e'x'", "$$a'b$$", "$t$ $$ $t$", "x'ab'",
); // prettier-ignore
const number = fc.constantFrom("1", "2", "1.5", ".5", "1e5", "1_000");
const parameter = fc.constantFrom("$a", "$A", "$1", "?", "?2");
const operator = fc.constantFrom(
  "+", "-", "*", "/", "//", "**", "=", "<>", "<", "<=", "||", "->", "->>", "::", ":=", ":", ",", "(", ")",
  "[", "]", "{", "}", ".", "%", "!~~", "&&",
); // prettier-ignore
const token = fc.oneof(word, quoted, string, number, parameter, operator);
const tokens = fc
  .array(token, { minLength: 1, maxLength: 25 })
  .map((list) => list.map((text, i) => afterEscape(list, i) ?? text));

/** A plain string behind an E string would continue it; the generator keeps them apart. */
function afterEscape(list: readonly string[], i: number): string | undefined {
  const previous = list[i - 1] ?? "";
  return (list[i] ?? "").startsWith("'") && previous.endsWith("'") ? "1" : undefined;
}

const gap = fc.constantFrom(
  " ", "\n", "\t", "\r\n", "  \n ", " /* c */ ", " -- c\n", " /* a /* ' */ \" */ ", " --'\n", " /**/ ",
); // prettier-ignore
const gaps = fc.array(gap, { minLength: 26, maxLength: 26 });
const casing = fc.array(fc.boolean(), { minLength: 26, maxLength: 26 });

const write = (list: readonly string[], between: readonly string[]) =>
  list.map((text, i) => `${text}${between[i] ?? " "}`).join("");
const keywords = new Set(["select", "from", "where"]);
/** The tokens with some keywords in capitals, where a keyword stands. */
const shout = (list: readonly string[], upper: readonly boolean[]) =>
  list.map((text, i) => {
    const isName = list[i - 1] === "." || [":", ":="].includes(list[i + 1] ?? "");
    return upper[i] === true && keywords.has(text) && !isName ? text.toUpperCase() : text;
  });

describe("canonicalForm", () => {
  it.each([
    ["SELECT a, b\nFROM t -- x", "select a , b from t"],
    ["Select 'A' /* c */ || \"B\";", "select 'A' || \"B\""],
    ["select A, B as Left from T", "select A , B as Left from T"],
    [
      "SELECT SUM(x) OVER (PARTITION BY k) FROM t",
      "select sum ( x ) over ( partition by k ) from t",
    ],
    ["select {A: x, Left: y}, T.Order", "select { A : x , Left : y } , T . Order"],
    ["select First from t", "select First from t"],
    ["order by x NULLS LAST", "order by x nulls LAST"],
    ["select 1;;\n; -- end", "select 1"],
    ["select a ->>-1", "select a ->>/**/ - 1"],
    ["select a ->> -1", "select a ->> - 1"],
    ["É", "É"],
    ["", ""],
    ["';'", "';'"],
    ["SELECT 1 /* open", "SELECT 1 /* open"],
    ["SELECT E'\\''\u00a0;", "SELECT E'\\''\u00a0;"],
    ["SELECT 1 -- \u00a0", "select 1"],
  ])("%j", (sql, expected) => {
    expect(canonicalForm(sql, lexis)).toBe(expected);
  });

  it("does not change with whitespace, comments and the case of keywords", () => {
    fc.assert(
      fc.property(tokens, gaps, casing, (list, between, upper) => {
        const cased = shout(list, upper);
        expect(canonicalHash(write(cased, between), lexis)).toBe(
          canonicalHash(write(list, []), lexis),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("changes with any token that is added, removed, replaced or moved", () => {
    fc.assert(
      fc.property(tokens, tokens, (a, b) => {
        const same = a.length === b.length && a.every((text, i) => text === b[i]);
        expect(canonicalForm(write(a, []), lexis) === canonicalForm(write(b, []), lexis)).toBe(
          same,
        );
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(tokens, token, fc.nat(24), (list, replacement, at) => {
        const index = at % list.length;
        const other = list.with(index, replacement);
        fc.pre(
          other[index] !== list[index] &&
            other.every((_, i) => afterEscape(other, i) === undefined),
        );
        expect(canonicalForm(write(other, []), lexis)).not.toBe(
          canonicalForm(write(list, []), lexis),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("is SQL with the same tokens, hence its own canonical form, for any text", () => {
    const unit = fc.constantFrom(..."aAE'\"`$/*-+|<>=!.:?1_ \n\\éx#;(".split(""));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (sql) => {
        const form = canonicalForm(sql, lexis);
        if (tokenize(sql, lexis).some(({ kind }) => kind === "unknown")) {
          expect(form).toBe(sql);
          return;
        }
        const kept = tokenize(sql, lexis).map(({ kind, text }) =>
          kind === "number" ? text.toLowerCase() : text,
        );
        while (kept.at(-1) === ";") kept.pop();
        const formed = tokenize(form, lexis).map(({ kind, text }, i) =>
          kind === "word" && kept[i]?.toLowerCase() === text ? kept[i] : text,
        );
        expect(formed).toEqual(kept);
        expect(canonicalForm(form, lexis)).toBe(form);
      }),
      { numRuns: 5000 },
    );
  });

  it("keeps apart what a missing space would join", () => {
    const forms = [
      "- - 1",
      "-/**/-1",
      "E 'a'",
      "E'a'",
      "a b",
      "ab",
      "1 2",
      "12",
      "1 . 2",
      "1.2",
      "< =",
      "<=",
      "$ a",
      "$a",
      "| |",
      "||",
    ].map((sql) => canonicalForm(sql, lexis));
    expect(new Set(forms).size).toBe(forms.length - 1); // `- - 1` and `-/**/-1` are one
  });
});

describe("canonicalHash", () => {
  it("is the same in every release with this version of the form", () => {
    expect(CANONICAL_VERSION).toBe(2);
    expect(canonicalHash("select a, 'B' from t where x >= $start", lexis)).toBe(
      "a5af1a3036589698a7a6f985e3de6a4ccbc845bf2056e23adcc39f14a1455bee",
    );
  });
});

import { lexis } from "../../test/duckdb-language.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenize } from "./tokenize.js";

const shown = (sql: string) => tokenize(sql, lexis).map((token) => `${token.kind}:${token.text}`);

describe("tokenize", () => {
  it.each<[string, string[]]>([
    ["select 1", ["word:select", "number:1"]],
    ["1 /* a /* b */ c */ + 1", ["number:1", "operator:+", "number:1"]],
    ["1 -- a\r+ 1", ["number:1", "operator:+", "number:1"]],
    ["1 /* a /* b */", ["number:1", "unknown:/* a /* b */"]],
    [`"a""b" \`c\``, [`quoted:"a""b"`, "operator:`", "word:c", "operator:`"]],
    ["'a''b'", ["string:'a''b'"]],
    [String.raw`'a\' x`, [String.raw`string:'a\'`, "word:x"]],
    [String.raw`E'a\'b' x`, [String.raw`string:E'a\'b'`, "word:x"]],
    [String.raw`E'a\\' x`, [String.raw`string:E'a\\'`, "word:x"]],
    ["e'a''b'", ["string:e'a''b'"]],
    ["E 'a'", ["word:E", "string:'a'"]],
    // A string on the next line continues the E string, escapes included.
    ["E'a'\n'b\\'c'", ["string:E'a'", "string:'b\\'c'"]],
    ["'a'\n'b\\'", ["string:'a'", "string:'b\\'"]],
    ["x'ab' n'a' b'1'", ["string:x'ab'", "string:n'a'", "string:b'1'"]],
    ["'open", ["string:'open"]],
    ['"open', ['quoted:"open']],
    ["$$a'b$$ $t$ $$ $t$", ["string:$$a'b$$", "string:$t$ $$ $t$"]],
    ["$T$a$t$b$T$", ["string:$T$a$t$b$T$"]],
    ["$$open", ["string:$$open"]],
    [
      "$name $1 ? ?2 $ x",
      ["parameter:$name", "parameter:$1", "parameter:?", "parameter:?2", "operator:$", "word:x"],
    ],
    ["a$b$$c", ["word:a$b$$c"]],
    [
      "1_000 1. .5 1.e3 1e+5 1.5.5",
      [
        "number:1_000",
        "number:1.",
        "number:.5",
        "number:1.e3",
        "number:1e+5",
        "number:1.5",
        "number:.5",
      ],
    ],
    [
      "1x 1e 1_ 0x1F",
      ["number:1", "word:x", "number:1", "word:e", "number:1", "word:_", "number:0", "word:x1F"],
    ],
    ["1from", ["number:1", "word:from"]],
    ["a.b", ["word:a", "operator:.", "word:b"]],
    ["a::int[]", ["word:a", "operator:::", "word:int", "operator:[", "operator:]"]],
    ["[1:2]", ["operator:[", "number:1", "operator::", "number:2", "operator:]"]],
    ["a := 1", ["word:a", "operator::=", "number:1"]],
    ["a<>b<=c", ["word:a", "operator:<>", "word:b", "operator:<=", "word:c"]],
    ["a<-1", ["word:a", "operator:<", "operator:-", "number:1"]],
    ["a*+-1", ["word:a", "operator:*", "operator:+", "operator:-", "number:1"]],
    ["a||-1", ["word:a", "operator:||-", "number:1"]],
    ["a->>'b'", ["word:a", "operator:->>", "string:'b'"]],
    ["a*/* c */b", ["word:a", "operator:*", "word:b"]],
    ["a--b", ["word:a"]],
    ["é😀 a\u00a0b", ["word:é😀", "word:a", "unknown:\u00a0", "word:b"]],
    ["#1", ["operator:#", "number:1"]],
    ["a\u0000b", ["word:a", "operator:\u0000", "word:b"]],
    ["", []],
    ["  -- only a comment", []],
  ])("%j", (sql, expected) => {
    expect(shown(sql)).toEqual(expected);
  });

  it("marks operators that end before a sign or a comment", () => {
    const cut = (sql: string) =>
      tokenize(sql, lexis)
        .filter((token) => token.cut)
        .map((token) => token.text);
    expect(cut("a ->>-1")).toEqual(["->>"]);
    expect(cut("a ->> -1")).toEqual([]);
    expect(cut("a //--x\n b")).toEqual(["//"]);
    expect(cut("a **/* x */ b")).toEqual(["**"]);
  });

  const sqlish = fc.string({
    unit: fc.constantFrom(..."aE'\"`$/*-+|<>=!.:?1_ \n\\;é\u00a0(){}#".split("")),
    maxLength: 60,
  });

  it("covers any text in order, with nothing but space and comments between tokens", () => {
    fc.assert(
      fc.property(fc.oneof(sqlish, fc.string({ unit: "binary" })), (sql) => {
        let end = 0;
        for (const token of tokenize(sql, lexis)) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          expect(token.text).toBe(sql.slice(token.start, token.end));
          expect(isBlank(sql.slice(end, token.start))).toBe(true);
          end = token.end;
        }
        expect(isBlank(sql.slice(end))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

/** Blank but for complete comments: an independent reading with regular expressions. */
function isBlank(gap: string): boolean {
  let rest = gap.replaceAll(/--[^\n\r]*/g, (comment) => comment.replaceAll(/[/*]/g, "."));
  for (;;) {
    const next = rest.replace(/\/\*(?:(?!\/\*|\*\/)[^])*\*\//, " ");
    if (next === rest) break;
    rest = next;
  }
  return /^[ \t\n\r\f]*$/.test(rest.replaceAll(/--[^\n\r]*/g, ""));
}

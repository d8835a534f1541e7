import { expect, test } from "vitest";
import { matcher, pathMatcher } from "./glob.js";

/** Every expectation is the answer of Python's `fnmatch.fnmatchcase`. */
test.each<[string, string, boolean]>([
  ["stg_*", "stg_orders", true],
  ["stg_*", "STG_orders", false],
  ["?op", "top", true],
  ["?op", "😀op", true],
  ["?op", "op", false],
  ["a?", "a/", true],
  ["a*", "a/b\nc", true],
  ["[ab]x", "bx", true],
  ["[!ab]x", "bx", false],
  ["[!ab]x", "cx", true],
  ["[a-c]", "b", true],
  ["[!]", "[!]", true],
  ["[!]", "x", false],
  ["[]a]", "]", true],
  ["[!]a]", "]", false],
  ["[!]a]", "b", true],
  ["[^a]b", "ab", true],
  ["[^a]b", "cb", false],
  ["a[*", "a[1", true],
  ["(a|b)*", "(a|b)c", true],
  ["(a|b)*", "ac", false],
  ["{a,b}*", "{a,b}", true],
  ["+(a)*", "+(a)", true],
  ["!*", "!a", true],
  ["\\*", "\\a", true],
  ["$a.*", "$a.b", true],
  ["***a", "bca", true],
])("%j matches %j: %s", (pattern, text, matches) => {
  expect(matcher(pattern)(text)).toBe(matches);
});

test.each<[string, string, boolean]>([
  ["models/*", "models/a.sql", true],
  ["models/*", "models/a/b.sql", false],
  ["models/?", "models//", false],
  ["models/**", "models/a/b.sql", true],
  ["models/**/b.sql", "models/b.sql", true],
  ["models/**/b.sql", "models/a/c/b.sql", true],
  ["**/b.sql", "models/a/b.sql", true],
  ["models/**/b.sql", "models/ab.sql", false],
  ["models/[ab]/*", "models/a/x.sql", true],
])("the path pattern %j matches %j: %s", (pattern, path, matches) => {
  expect(pathMatcher(pattern)(path)).toBe(matches);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { displayWidth } from "./width.js";
import { wrap, wrapIndented } from "./wrap.js";

test("no line is wider than asked, but for a word that is", () => {
  const text = fc.array(fc.stringMatching(/^[a-z注文]{1,8}$/), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, fc.integer({ min: 16, max: 40 }), (words, width) => {
      const lines = wrap(words.join(" "), width);
      expect(lines.join(" ")).toBe(words.join(" "));
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 100 },
  );
  expect(wrap("a muchtoolong b", 4)).toEqual(["a", "muchtoolong", "b"]);
});

test("a pipe has no width", () => {
  const text = "word ".repeat(60).trim();
  expect(wrapIndented(text, undefined, "  ")).toEqual([`  ${text}`]);
});

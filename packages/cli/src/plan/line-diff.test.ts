import fc from "fast-check";
import { expect, test } from "vitest";
import { changedParts, lineDiff, type DiffLine } from "./line-diff.js";

const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });
const without = (sign: string, diff: readonly DiffLine[]) =>
  diff.filter((line) => line.sign !== sign).map(({ text }) => text);

/** Length of the longest common subsequence, by its definition. */
function commonLines([a, ...as]: readonly string[], b: readonly string[]): number {
  if (a === undefined || b.length === 0) return 0;
  const at = b.indexOf(a);
  const without = commonLines(as, b);
  return at < 0 ? without : Math.max(without, 1 + commonLines(as, b.slice(at + 1)));
}

test("a difference holds both texts, and no longer one does", () => {
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const [before, after] = [a.join("\n"), b.join("\n")];
      const diff = lineDiff(before, after);
      expect(without("+", diff).join("\n")).toBe(before);
      expect(without("-", diff).join("\n")).toBe(after);
      const common = diff.filter(({ sign }) => sign === " ").length;
      expect(common).toBe(commonLines(before.split("\n"), after.split("\n")));
      if (before === after) expect(diff.every(({ sign }) => sign === " ")).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("as many lines as can stay do", () => {
  const diff = lineDiff("x\na\nb\nc", "a\nb\ny\nc");
  expect(diff.map(({ sign, text }) => sign + text)).toEqual(["-x", " a", " b", "+y", " c"]);
});

test("a removed line comes before the line that replaces it", () => {
  const diff = lineDiff("a\nold 1\nold 2\nb\n", "a\nnew 1\nnew 2\nb");
  expect(diff.map(({ sign, text }) => sign + text)).toEqual([
    " a",
    "-old 1",
    "-old 2",
    "+new 1",
    "+new 2",
    " b",
    "-",
  ]);
});

test("a query rewritten on thousands of lines is shown removed and added as a whole", () => {
  const text = (word: string) => Array.from({ length: 3000 }, (_, i) => `${word} ${i}`).join("\n");
  const [before, after] = [`${text("old")}\nsame`, `${text("new")}\nsame`];
  const diff = lineDiff(before, after);
  expect(diff.map(({ sign }) => sign).join("")).toBe("-".repeat(3001) + "+".repeat(3001));
  expect(without("+", diff).join("\n")).toBe(before);
  expect(without("-", diff).join("\n")).toBe(after);
});

test("what stands far from a change is left out, once for every gap", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9";
  const parts = changedParts(lineDiff(before, before.replace("5", "five")));
  expect(parts.map((part) => (part === "…" ? part : part.sign + part.text))).toEqual([
    "…",
    " 3",
    " 4",
    "-5",
    "+five",
    " 6",
    " 7",
    "…",
  ]);
  expect(changedParts(lineDiff(before, before))).toEqual(["…"]);
});

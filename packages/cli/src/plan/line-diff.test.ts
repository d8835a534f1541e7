import fc from "fast-check";
import { expect, test } from "vitest";
import { changedParts, lineDiff, type DiffLine } from "./line-diff.js";

const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });
const without = (sign: string, diff: readonly DiffLine[]) =>
  diff.filter((line) => line.sign !== sign).map(({ text }) => text);

test("a difference holds both texts, and no longer one does", () => {
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const [before, after] = [a.join("\n"), b.join("\n")];
      const diff = lineDiff(before, after);
      expect(without("+", diff).join("\n")).toBe(before);
      expect(without("-", diff).join("\n")).toBe(after);
      if (before === after) expect(diff.every(({ sign }) => sign === " ")).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("as many lines as can stay do", () => {
  const diff = lineDiff("x\na\nb\nc", "a\nb\ny\nc");
  expect(diff.map(({ sign, text }) => sign + text)).toEqual(["-x", " a", " b", "+y", " c"]);
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

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frame } from "./source-text.js";

describe("the excerpt of a line", () => {
  it("is the whole of a short one", () => {
    expect(frame("select nam from x\r", 12, 8)).toBe("12 | select nam from x\n            ^");
  });

  it("keeps tabs in front of the caret", () => {
    expect(frame("\tselect nam", 1, 9)).toBe("1 | \tselect nam\n    \t       ^");
  });

  it.each([
    ["the beginning", 1, /^1 \| X.*…$/],
    ["the middle", 500, /^1 \| ….*X.*…$/],
    ["the end", 1000, /^1 \| ….*X$/],
  ])("of 1,000 characters is cut around %s", (_, column, form) => {
    const line = "a".repeat(column - 1) + "X" + "a".repeat(1000 - column);
    const [text = "", caret = ""] = frame(line, 1, column).split("\n");
    expect(text).toMatch(form);
    expect(text.length).toBeLessThanOrEqual(110);
    expect(text.charAt(caret.indexOf("^"))).toBe("X");
  });

  it("has its caret under the character, whatever the line", () => {
    const character = fc.constantFrom("a", "é", "😀", "字", " ");
    fc.assert(
      fc.property(fc.array(character), fc.array(character), (before, after) => {
        const line = `${before.join("")}X${after.join("")}`;
        const [text = "", caret = ""] = frame(line, 1, before.join("").length + 1).split("\n");
        expect(text.charAt(caret.indexOf("^"))).toBe("X");
        expect(text).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
      }),
    );
  });

  it("stands at the end of the line for a place behind it", () => {
    const [text = "", caret = ""] = frame("a".repeat(300), 1, 301).split("\n");
    expect(caret.indexOf("^")).toBe(text.length);
  });
});

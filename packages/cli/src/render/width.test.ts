import fc from "fast-check";
import { expect, test } from "vitest";
import { displayWidth, pad, truncate, visible } from "./width.js";

test("CJK and emoji take two cells, combining marks and colours none", () => {
  expect(displayWidth("abc")).toBe(3);
  expect(displayWidth("売上")).toBe(4);
  expect(displayWidth("ｱｲ")).toBe(2);
  expect(displayWidth("e\u0301a")).toBe(2);
  expect(displayWidth("👩‍👩‍👧")).toBe(2);
  expect(displayWidth("\u001b[31mred\u001b[39m")).toBe(3);
});

test("cuts between whole characters", () => {
  expect(truncate("abcdef", 4)).toBe("abc…");
  expect(truncate("売上集計", 5)).toBe("売上…");
  expect(truncate("売上集計", 4)).toBe("売…");
  expect(truncate("abc", 3)).toBe("abc");
  expect(truncate("abc", 0)).toBe("");
});

test("never wider than asked, always as wide as padded", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 30 }), (text, width) => {
      const cut = truncate(visible(text), width);
      expect(displayWidth(cut)).toBeLessThanOrEqual(width);
      expect(displayWidth(pad(cut, width))).toBe(width);
    }),
  );
});

test("nothing in data can drive the terminal or break a line", () => {
  expect(visible("a\nb\tc\u001b[31m\u202e")).toBe("a\\nb\\tc\\u001b[31m\\u202e");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      // eslint-disable-next-line no-control-regex
      expect(visible(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }),
  );
});

import fc from "fast-check";
import stringWidth from "string-width";
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

/** Tens of thousands of characters of one width: their first and last ones are enough. */
const alike = /[\p{Unified_Ideograph}\uac01-\ud7a2\u{17001}-\u{187f6}]/u;

test("every character has the width that string-width gives it", () => {
  const different: string[] = [];
  for (let code = 0x20; code <= 0x2fa1d; code += 1) {
    const text = String.fromCodePoint(code);
    if (/[\p{Cn}\p{Co}\p{Cs}]/u.test(text) || alike.test(text)) continue;
    if (displayWidth(text) !== stringWidth(text)) different.push(code.toString(16));
  }
  expect(different).toEqual([]);
  expect(["\u4e00", "\u9fff", "\ud55c"].map(displayWidth)).toEqual([2, 2, 2]);
});

test.each([
  ["a keycap", "1\ufe0f\u20e3", 2],
  ["a keycap without a selector", "1\u20e3", 2],
  ["a flag", "\u{1f1e9}\u{1f1ea}", 2],
  ["half a flag", "\u{1f1e9}", 1],
  ["a family of joined emoji", "\u{1f469}\u200d\u{1f469}\u200d\u{1f467}", 2],
  ["a skin tone", "\u{1f44d}\u{1f3fd}", 2],
  ["a pictograph shown as text", "\u263a", 1],
  ["a pictograph shown as emoji", "\u263a\ufe0f", 2],
  ["a halfwidth kana with a voiced mark", "\uff76\uff9e", 2],
  ["a Devanagari syllable with a vowel sign", "\u0915\u093f", 2],
  ["a Hangul syllable of three jamo", "\u1100\u1161\u11a8", 2],
  ["a Tangut ideograph", "\u{17000}", 2],
  ["a zero-width joiner", "\u200d", 0],
])("%s has the width that string-width gives it", (_, text, width) => {
  expect([displayWidth(text), stringWidth(text)]).toEqual([width, width]);
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

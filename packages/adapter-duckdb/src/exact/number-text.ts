import { quoteText } from "../text.js";

/** A number as a CSV or JSON file writes it: sign, digits, decimal point, exponent; nothing else, no `0x1F`, no `1_000`. */
const exponentForm = "\\s*([+-]?)(\\d*)\\.?(\\d*)[eE]([+-]?\\d{1,3})\\s*";

/** Predicate: the whole text matches the regular expression. */
export const matches = (text: string, pattern: string) =>
  `regexp_full_match(${text}, ${quoteText(pattern)})`;

const group = (text: string, pattern: string, index: number) =>
  `regexp_extract(${text}, ${quoteText(`^${pattern}$`)}, ${index})`;

/**
 * The text of a number without its exponent and with a digit before the decimal point: `1.5e3` becomes `1500`, by moving
 * the point in the text, so that no digit is lost. Other texts stay as they are.
 */
export function plainNumber(text: string): string {
  const [sign, whole, fraction, exponent] = [1, 2, 3, 4].map((i) => group(text, exponentForm, i));
  const digits = `(${whole} || ${fraction})`;
  // Where the decimal point stands among the digits.
  const point = `cast(length(${whole}) + cast(${exponent} as integer) as integer)`;
  const moved = [
    sign,
    `case when ${point} > 0 then rpad(left(${digits}, ${point}), ${point}, '0') else '0' end`,
    "'.'",
    `repeat('0', greatest(0, -${point}))`,
    `substr(${digits}, greatest(${point}, 0) + 1)`,
  ].join(" || ");
  const withWhole = `regexp_replace(trim(${text}), '^([+-]?)\\.(\\d)', '\\10.\\2')`;
  const written = `${matches(text, exponentForm)} and ${digits} <> ''`;
  return `case when ${written} then ${moved} else ${withWhole} end`;
}

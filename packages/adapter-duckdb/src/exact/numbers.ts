import { matches, plainNumber } from "./number-text.js";

const tried = (text: string, type: string) => `try_cast(${text} as ${type})`;
const asText = (value: string) => `cast(${value} as varchar)`;

/** Whole numbers: `12`, `+12`, `012`, `12.0`, `1.2e1`. A fraction, `0x1F` and `1_000` are refused. */
export function exactInteger(text: string, type: string): string {
  const value = tried(text, type);
  const plain = plainNumber(text);
  const whole = `regexp_extract(${plain}, '^([+-]?\\d+)\\.?0*$', 1)`;
  return `case when ${asText(value)} = ${text} then ${value} else ${tried(`nullif(${whole}, '')`, type)} end`;
}

/** Decimals with no digit but zeros behind the scale. */
export function exactDecimal(text: string, type: string, scale: number): string {
  const value = tried(text, type);
  const plain = plainNumber(text);
  const isExact = matches(plain, `[+-]?\\d+\\.?\\d{0,${scale}}0*`);
  // A cast writes every digit of the scale: what it begins with has no further ones.
  return `case when starts_with(${asText(value)}, ${text}) then ${value} when ${isExact} then ${tried(plain, type)} end`;
}

/** How many decimal digits a binary type holds for certain, and how many tell its values apart. */
const precision = {
  FLOAT: { certain: 6, most: 9, smallest: "1.2e-38" },
  DOUBLE: { certain: 15, most: 17, smallest: "2.3e-308" },
} as const;

/** True for the name of a type of floating-point numbers. */
export const isFloat = (name: string): name is keyof typeof precision => name in precision;

const floatForm = "\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?\\s*";

/**
 * Floating-point numbers. A decimal text of at most 15 significant digits (FLOAT: 6) names its nearest double; one of 16
 * or 17 (FLOAT: 7 to 9) is a double's own when the double printed with as many digits gives the same digits. More are
 * refused, and so is what overflows to infinity or underflows.
 */
export function exactFloat(text: string, type: string, name: keyof typeof precision): string {
  const { certain, most, smallest } = precision[name];
  const value = tried(text, type);
  const inRange = `isfinite(${value}) and abs(${value}) >= ${smallest}`;
  const short = `strlen(${text}) <= ${certain} and ${inRange} and not contains(${text}, '_')`;
  const word = matches(text, "(?i)\\s*[+-]?(nan|inf|infinity)\\s*");
  const zero = matches(text, "\\s*[+-]?(0+\\.?0*|\\.0+)([eE][+-]?\\d+)?\\s*");
  const digits = significant(text);
  const count = `length(${digits})`;
  const printed = Array.from({ length: most - certain }, (_, i) => certain + i + 1).map(
    (n) =>
      `when ${n} then ${significant(`printf('%.${n - 1}e', cast(${value} as double))`)} = ${digits}`,
  );
  const same = `case ${count} ${printed.join(" ")} else ${count} < ${certain + 1} end`;
  return [
    `case when ${short} then ${value}`,
    `when ${asText(value)} = ${text} and ${inRange} then ${value}`,
    `when ${word} or ${zero} then ${value}`,
    `when ${matches(text, floatForm)} and ${inRange} and ${same} then ${value} end`,
  ].join(" ");
}

/** The digits of a number from the first that is not zero to the last. */
function significant(text: string): string {
  const digits = `replace(trim(regexp_replace(${text}, '[eE].*$', ''), ' +-'), '.', '')`;
  return `trim(${digits}, '0')`;
}

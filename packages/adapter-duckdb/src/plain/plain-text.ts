import type { FileFormat } from "@sluice/core/adapter";
import type { DuckType } from "../duck-type.js";

/** The commonest texts of a type. */
export interface PlainText {
  /**
   * Pattern of the texts, of ASCII without separators and quotes. It matches a text in one way only, so that records of
   * many columns are matched in linear time.
   */
  readonly pattern: string;
  /** Bound of the absolute value below which they are exact. */
  readonly below?: number | undefined;
}

/** Digits behind the point and the bound that keep a number within the digits that a binary type has for certain. */
const floats: Readonly<Record<string, { readonly fraction: number; readonly below: number }>> = {
  FLOAT: { fraction: 2, below: 1e4 },
  DOUBLE: { fraction: 6, below: 1e9 },
};

/** Digits that a double has for certain. */
const CERTAIN_DIGITS = 15;
const date = "\\d{4}-\\d\\d-\\d\\d";

/**
 * Texts of which the engine's reader gives the value that `castExact` gives, where it takes them. Undefined for a type
 * whose texts have too many forms.
 */
export function plainText(type: DuckType, format: FileFormat): PlainText | undefined {
  const { name } = type;
  if (/^U(TINY|SMALL|BIG)?INT(EGER)?$/.test(name)) return { pattern: "\\d+" };
  if (/^(TINY|SMALL|BIG)?INT(EGER)?$/.test(name)) return { pattern: "-?\\d+" };
  const float = floats[name];
  if (float !== undefined) return { pattern: numbers(float.fraction), below: float.below };
  switch (name) {
    case "DECIMAL":
      return plainDecimal(type, format);
    case "DATE":
      return { pattern: quoted(date, format) };
    case "TIMESTAMP":
      return { pattern: quoted(`${date}[ T]\\d\\d:\\d\\d:\\d\\d`, format) };
    case "BOOLEAN":
      return { pattern: "(?:true|false)" };
    default:
      return undefined;
  }
}

/** Readers of JSON make a decimal of a double: all of its digits are right where there are few. */
function plainDecimal({ sizes }: DuckType, format: FileFormat): PlainText | undefined {
  const [width = 18, scale = 0] = sizes;
  const pattern = numbers(scale);
  if (!isJson(format) || width <= CERTAIN_DIGITS) return { pattern };
  return scale < CERTAIN_DIGITS ? { pattern, below: 10 ** (CERTAIN_DIGITS - scale) } : undefined;
}

export const isJson = (format: FileFormat): boolean => format === "json" || format === "ndjson";

const quoted = (pattern: string, format: FileFormat) => (isJson(format) ? `"${pattern}"` : pattern);

/** Numbers with at most so many digits behind the point. Nested, since counted repetitions are matched slowly. */
const numbers = (fraction: number): string =>
  `-?\\d+(?:\\.${Array.from({ length: fraction }).reduce<string>((inner) => `(?:\\d${inner})?`, "")})?`;

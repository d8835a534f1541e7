import { hasNumberFormat, numberForm, type NumberFormat } from "@sluice/core/adapter";
import type { DuckType } from "../duck-type.js";
import { quoteText } from "../text.js";
import { binding } from "./nested.js";
import { matches } from "./number-text.js";
import { isFloat } from "./numbers.js";
import type { ScalarCast } from "./scalar.js";

/** True for the types of numbers. */
export const isNumber = ({ name }: DuckType): boolean =>
  /INT(EGER)?$|^BIGNUM$|^DECIMAL$/.test(name) || isFloat(name);

/** The cast of numbers that are written in a format of their own: rewritten as SQL writes them, then cast exactly. */
export function scalarByNumbers(scalar: ScalarCast, format: NumberFormat): ScalarCast {
  if (!hasNumberFormat(format)) return scalar;
  const { decimal = ".", thousands } = format;
  return (text, type, sql) => {
    if (!isNumber(type)) return scalar(text, type, sql);
    const joined = thousands === undefined ? text : `replace(${text}, ${quoteText(thousands)}, '')`;
    const plain = decimal === "." ? joined : `replace(${joined}, ${quoteText(decimal)}, '.')`;
    const isWord = `not regexp_matches(${text}, '[0-9]')`;
    const cast = binding("number", plain, scalar("number", type, sql));
    return `case when ${isWord} then ${scalar(text, type, sql)} when ${matches(text, numberForm(format))} then ${cast} end`;
  };
}

import type { Dialect, FileColumn, FileRead } from "../../warehouse/dialect.js";
import { plainNumber } from "../../warehouse/number-form.js";
import { formatStep, nullStep } from "./option-steps.js";
import { byFormatStep, dateStep, timestampStep } from "./time-steps.js";

/** A value that its column's type does not have. */
export interface RefusedValue {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** A refused value, and the declaration of its column. */
interface Refused extends RefusedValue {
  readonly column?: FileColumn | undefined;
  readonly read: FileRead;
}

/** Next step for a refused value: a type that has it, a format, or another spelling. */
export function nextStep(refused: Refused, dialect: Dialect): string {
  const { name, type, value } = refused;
  const { kind } = dialect.parseType(type);
  const option = kind === "text" ? undefined : nullStep(refused);
  if (option !== undefined) return option;
  switch (kind) {
    case "integer":
    case "bigint":
    case "decimal":
    case "float":
      return (
        numberStep(refused, textType(dialect)) ??
        formatStep(refused, { isWhole: kind === "integer" || kind === "bigint" }) ??
        asText(refused, dialect)
      );
    case "boolean":
      return `Write true or false, or declare the column as text: \`${name}: { type: ${textType(dialect)} }\`.`;
    case "date":
      return byFormatStep(refused) ?? dateStep(refused);
    case "timestamp":
    case "timestamptz":
      return byFormatStep(refused) ?? timestampStep(refused);
    case "time":
      return /[+-]\d{1,2}(?::?\d{2})?\s*$|[Zz]\s*$/.test(value)
        ? `Write times of day without an offset, or declare the column as text: \`${name}: { type: ${textType(dialect)} }\`.`
        : `Write times of day as 10:30:00, or declare the column as text: \`${name}: { type: ${textType(dialect)} }\`.`;
    case "enum":
      return "Correct the value, or add it to the values of the type.";
    case "text":
      // Only JSON has values that are no text: numbers of which the engine keeps the value alone.
      return `Write the value in quotes, or declare the column as a number: \`${name}: { type: ${dialect.typeFor("float") ?? "double"} }\`.`;
    default:
      return asText(refused, dialect);
  }
}

const textType = (dialect: Dialect) => dialect.typeFor("text") ?? "text";

const asText = ({ name }: Refused, dialect: Dialect) =>
  `Correct the value, or declare the column as text: \`${name}: { type: ${textType(dialect)} }\`.`;

/** Digits of the widest decimal. */
const MOST_DIGITS = 38;
const decimalNumber = /^\s*[+-]?(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,5}))?\s*$/;

/** A type that has the number, or its spelling; undefined for a text that is no number. */
function numberStep({ name, value, read }: Refused, text: string): string | undefined {
  const found = decimalNumber.exec(plainNumber(value, read) ?? "");
  if (found) {
    const [, whole = "", fraction = "", exponent = "0"] = found;
    const digits = digitsOf(whole, fraction, Number(exponent));
    if (digits.whole + digits.scale > MOST_DIGITS)
      return `No type of numbers has this one exactly. Declare the column as text: \`${name}: { type: ${text} }\`.`;
    const width = Math.max(18, digits.whole + digits.scale);
    return `Declare a type that has it: \`${name}: { type: "decimal(${width},${digits.scale})" }\`.`;
  }
  if (/^\s*[+-]?0[xXbBoO][\dA-Fa-f]+\s*$/.test(value))
    return `Write numbers in decimal digits: ${Number(value.replace(/[\s+-]/g, ""))}.`;
  return undefined;
}

/** Digits before and behind the point of a number without its exponent. */
function digitsOf(whole: string, fraction: string, exponent: number) {
  const before = whole.replace(/^0+/, "");
  const behind = exponent === 0 ? fraction : fraction.replace(/0+$/, "");
  return {
    whole: Math.max(0, before.length + exponent),
    scale: Math.max(0, behind.length - exponent),
  };
}

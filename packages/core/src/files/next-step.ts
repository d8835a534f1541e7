import type { Dialect } from "../adapter/dialect.js";

/** A value that its column's type does not have. */
export interface RefusedValue {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

const number = /^\s*[+-]?(\d*)\.?(\d*)(?:[eE][+-]?\d+)?\s*$/;
const isoTime = /^\s*\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/** Next step for a refused value: a type that has it, a format, or another spelling. */
export function nextStep({ name, type, value }: RefusedValue, dialect: Dialect): string {
  const { kind } = dialect.parseType(type);
  const declare = (other: string) => `Declare a type that has it: \`${name}: { type: ${other} }\`.`;
  const digits = number.exec(value);
  switch (kind) {
    case "integer":
    case "bigint":
    case "decimal":
    case "float": {
      if (digits === null || !/\d/.test(value)) break;
      const [, whole = "", fraction = ""] = digits;
      if (/e/i.test(value) || whole.length + fraction.length > 38) break;
      const scale = fraction.length;
      return declare(`"decimal(${Math.max(18, whole.length + scale)},${scale})"`);
    }
    case "date":
      return isoTime.test(value)
        ? declare("timestamp")
        : `Write dates as 2024-01-31, or say how they are written: \`${name}: { type: ${type}, date_format: "%d/%m/%Y" }\`.`;
    case "timestamp":
    case "timestamptz":
      return isoTime.test(value)
        ? "Write no more digits of a second than the type has, or declare the column as text."
        : `Write timestamps as 2024-01-31T10:00:00, or say how they are written: \`${name}: { type: ${type}, timestamp_format: "%d/%m/%Y %H:%M" }\`.`;
    case "text":
      // Only JSON has values that are no text: numbers of which the engine keeps the value alone.
      return `Write the value in quotes, or declare the column as a number: \`${name}: { type: ${dialect.typeFor("float") ?? "double"} }\`.`;
    default:
      break;
  }
  return `Correct the value, or declare the column as text: \`${name}: { type: ${dialect.typeFor("text") ?? "text"} }\`.`;
}

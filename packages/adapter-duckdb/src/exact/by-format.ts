import type { FileColumn } from "@sluice/core/adapter";
import type { DuckType } from "../duck-type.js";
import { quoteText } from "../text.js";
import { exactScalar, type ScalarCast } from "./scalar.js";

/** The cast of values without parts: dates and timestamps by their formats, where there are any. */
export function scalarByFormats({
  dateFormat,
  timestampFormat,
}: Pick<FileColumn, "dateFormat" | "timestampFormat">): ScalarCast {
  return (text, type, sql) => {
    const format =
      type.name === "DATE" ? dateFormat : isTimestamp(type) ? timestampFormat : undefined;
    return format === undefined ? exactScalar(text, type, sql) : castByFormat(text, sql, format);
  };
}

const isTimestamp = ({ name }: DuckType) => name.startsWith("TIMESTAMP");

/**
 * A date or timestamp in a written form, such as `%d/%m/%Y`; null where the text does not fit the form, or where the value
 * is not written back as the same text. A form with an offset (`%z`) cannot be written back: the instant counts.
 */
function castByFormat(text: string, type: string, format: string): string {
  const form = quoteText(format);
  const parsed = `try_strptime(${text}, ${form})`;
  // The engine parses nanoseconds only where the form has them.
  const instant = format.includes("%n") ? "timestamp_ns" : "timestamp";
  const value = `try_cast(cast(${parsed} as ${instant}) as ${type})`;
  if (/%[zZ]/.test(format))
    return `case when ${parsed} is not null then ${zoned(parsed, type)} end`;
  const written = `strftime(${parsed}, ${form})`;
  const fits = format.includes("%-")
    ? `${unpadded(written)} = ${unpadded(text)}`
    : `${written} = ${text}`;
  // A date takes no time of day with it.
  return `case when ${fits} and cast(${value} as ${instant}) = ${parsed} then ${value} end`;
}

/** A form with a number that needs no leading zero, such as `%-d`, takes it with one too. */
const unpadded = (text: string) => `regexp_replace(${text}, '(^|[^0-9])0([0-9])', '\\1\\2', 'g')`;

const zoned = (parsed: string, type: string) =>
  /with time zone|timestamptz/i.test(type)
    ? parsed
    : `try_cast(${parsed} at time zone 'UTC' as ${type})`;

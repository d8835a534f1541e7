import { quoteText } from "../text.js";

/**
 * A date or timestamp in a written form, such as `%d/%m/%Y`; null where the text does not fit the form, or where the value
 * is not written back as the same text. A form with an offset (`%z`) cannot be written back: the instant counts.
 */
export function castByFormat(text: string, type: string, format: string): string {
  const form = quoteText(format);
  const parsed = `try_strptime(${text}, ${form})`;
  // The engine parses nanoseconds only where the form has them.
  const instant = format.includes("%n") ? "timestamp_ns" : "timestamp";
  const value = `try_cast(cast(${parsed} as ${instant}) as ${type})`;
  if (/%[zZ]/.test(format))
    return `case when ${parsed} is not null then ${zoned(parsed, type)} end`;
  const fits = `strftime(${parsed}, ${form}) = ${text}`;
  // A date takes no time of day with it.
  return `case when ${fits} and cast(${value} as ${instant}) = ${parsed} then ${value} end`;
}

const zoned = (parsed: string, type: string) =>
  /with time zone|timestamptz/i.test(type)
    ? parsed
    : `try_cast(${parsed} at time zone 'UTC' as ${type})`;

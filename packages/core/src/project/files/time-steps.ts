import type { FileColumn } from "../../warehouse/dialect.js";

interface Refused {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly column?: FileColumn | undefined;
}

const isoDate = /^\s*\d{4}-\d{2}-\d{2}/;
const isoTime = /^\s*\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(\.\d*)?)?\s*(.*?)\s*$/;
const offset = /^(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?$/;

/** Next step for a text that is no date of the calendar, or is written in another way than ISO. */
export function dateStep({ name, type, value }: Refused): string {
  if (isoTime.test(value)) return `Declare a type that has it: \`${name}: { type: timestamp }\`.`;
  if (isoDate.test(value)) return "Correct the date: the calendar does not have it.";
  const format = guessedFormat(value) ?? "%d/%m/%Y";
  return `Write dates as 2024-01-31, or say how they are written: \`${name}: { type: ${type}, date_format: "${format}" }\`.`;
}

/** Next step for a text that is no timestamp. */
export function timestampStep({ name, type, value }: Refused): string {
  const [iso, fraction = "", zone = ""] = isoTime.exec(value) ?? [];
  if (iso === undefined) {
    const format = guessedFormat(value) ?? "%d/%m/%Y %H:%M";
    return `Write timestamps as 2024-01-31T10:00:00, or say how they are written: \`${name}: { type: ${type}, timestamp_format: "${format}" }\`.`;
  }
  if (!offset.test(zone)) return `Write an offset as +05:00, -03:30 or Z: \`${zone}\` is none.`;
  return fraction.length > 1
    ? "Write no more digits of a second than the type has, or declare the column as text."
    : "Correct the timestamp: the calendar or the clock does not have it.";
}

/** Next step for a date or timestamp that its format does not fit; undefined for a column without a format. */
export function byFormatStep({ name, type, value, column }: Refused): string | undefined {
  const key = column?.dateFormat === undefined ? "timestamp_format" : "date_format";
  const format = column?.dateFormat ?? column?.timestampFormat;
  if (format === undefined) return undefined;
  if (fits(value, format))
    return `Correct the value: \`${format}\` fits it, but the calendar or the clock does not have it.`;
  const other = variantsOf(format).find((variant) => fits(value, variant));
  return other === undefined
    ? `Write the value as \`${format}\` says, or correct \`${key}\`; a column of several formats is text, to be parsed in a query.`
    : `Say how it is written: \`${name}: { type: ${type}, ${key}: ${JSON.stringify(other)} }\`.`;
}

/** The format with numbers without a leading zero, with years of two or four digits, and both. */
function variantsOf(format: string): readonly string[] {
  const unpadded = (text: string) => text.replace(/%([dmHIMSj])/g, "%-$1");
  const year = format.includes("%Y") ? format.replace("%Y", "%y") : format.replace("%y", "%Y");
  return [unpadded(format), year, unpadded(year)];
}

/** Texts of directives; `-` marks numbers with or without a leading zero. */
const texts: Readonly<Record<string, string>> = {
  "%d": "\\d{2}",
  "%m": "\\d{2}",
  "%H": "\\d{2}",
  "%I": "\\d{2}",
  "%M": "\\d{2}",
  "%S": "\\d{2}",
  "%y": "\\d{2}",
  "%Y": "\\d{4}",
  "%j": "\\d{3}",
  "%b": "\\p{L}{3}",
  "%B": "\\p{L}{3,}",
  "%a": "\\p{L}{3}",
  "%A": "\\p{L}{3,}",
  "%p": "[AaPp][Mm]",
  "%f": "\\d{6}",
  "%g": "\\d{3}",
  "%n": "\\d{9}",
  "%%": "%",
};

function fits(value: string, format: string): boolean {
  const pattern = format.replace(/%-?.|[\\^$.*+?()[\]{}|/]/gu, (part) => {
    if (!part.startsWith("%")) return `\\${part}`;
    return part.startsWith("%-") ? "\\d{1,3}" : (texts[part] ?? ".*");
  });
  return new RegExp(`^${pattern}$`, "u").test(value);
}

/** The commonest formats; where day and month cannot be told apart, the day comes first. */
const common = [
  "%Y/%m/%d",
  "%Y%m%d",
  "%Y.%m.%d",
  "%d/%m/%Y",
  "%d.%m.%Y",
  "%d-%m-%Y",
  "%d-%b-%Y",
  "%d %b %Y",
  "%d %B %Y",
  "%b %d, %Y",
  "%B %d, %Y",
].flatMap((date) => [date, `${date} %H:%M`, `${date} %H:%M:%S`]);

/** A format that the text is written in, as far as it can be told. */
function guessedFormat(value: string): string | undefined {
  const text = value.trim();
  const month = /^\d{1,2}[/.-](\d{1,2})[/.-]\d{4}/.exec(text)?.[1];
  const isMonthFirst = month !== undefined && Number(month) > 12;
  const formats = common.map((format) =>
    isMonthFirst ? format.replace(/^%d([/.-])%m/, "%m$1%d") : format,
  );
  const unpadded = formats.map((format) => format.replace(/%([dm])/g, "%-$1"));
  return [...formats, ...unpadded].find((format) => fits(text, format));
}

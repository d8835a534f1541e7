import { foldName, type FileRead } from "@sluice/core/adapter";
import { literally, type Cell, type RecordForm } from "./record.js";

/** Patterns of plain values by column, names in lower case. */
export type PlainPatterns = ReadonlyMap<string, string>;

interface Syntax {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
}

const isOneByte = (text: string) => /^[\x20-\x7E\t]$/.test(text);

/**
 * How the records of a CSV file look, from the beginning of the file as Latin-1. Undefined for a syntax or header that is
 * out of the ordinary.
 */
export function csvForm(
  beginning: string,
  read: FileRead,
  patterns: PlainPatterns,
): RecordForm | undefined {
  const syntax = {
    delimiter: read.delimiter ?? (read.format === "tsv" ? "\t" : ","),
    quote: read.quote ?? '"',
    escape: read.escape ?? read.quote ?? '"',
  };
  if (!Object.values(syntax).every(isOneByte) || syntax.delimiter === syntax.quote)
    return undefined;
  const any = anyValue(syntax);
  const mark = recordsAt(beginning, read);
  if (mark === undefined) return undefined;
  const header = read.header === false ? undefined : headerOf(beginning, { mark, any, syntax });
  const names = read.header === false ? read.columns?.map(({ name }) => name) : header?.names;
  if (names === undefined || !hasAll(names, patterns)) return undefined;
  const delimiter = literally(syntax.delimiter);
  const nulls = nullTexts(read, syntax);
  const cells = names.map((name, i): Cell => {
    const pattern = patterns.get(foldName(name));
    const plain = pattern && plainValue(pattern, { syntax, nulls, isOnly: names.length === 1 });
    return { before: i === 0 ? "" : delimiter, column: foldName(name), any, plain };
  });
  return { cells, end: "\\r?\\n", tail: "", start: header?.end ?? mark };
}

/** Offset behind a byte order mark and the lines that are left out; undefined where the text ends before. */
function recordsAt(beginning: string, { skip = 0 }: FileRead): number | undefined {
  let at = beginning.startsWith("\xEF\xBB\xBF") ? 3 : 0;
  for (let line = 0; line < skip; line++) {
    const end = beginning.indexOf("\n", at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  return at;
}

/** Every column with a pattern stands in the header once. */
function hasAll(names: readonly string[], patterns: PlainPatterns): boolean {
  const found = names.map((name) => foldName(name));
  return (
    new Set(found).size === found.length &&
    [...patterns.keys()].every((name) => found.includes(name))
  );
}

/** A value in quotes, or one without quotes, escapes and separators. */
function anyValue({ delimiter, quote, escape }: Syntax): string {
  const [q, e] = [literally(quote), literally(escape)];
  const bare = `[^${[q, quote === escape ? "" : e, literally(delimiter)].join("")}\\r\\n]*`;
  const quoted =
    quote === escape
      ? `${q}[^${q}]*(?:${q}${q}[^${q}]*)*${q}`
      : `${q}[^${q}${e}]*(?:${e}[^][^${q}${e}]*)*${q}`;
  return `(?:${bare}|${quoted})`;
}

/** A plain value, in quotes or not, or null. A line of nothing is no record, so a file of one column has no empty value. */
function plainValue(
  pattern: string,
  { syntax, nulls, isOnly }: { syntax: Syntax; nulls: readonly string[]; isOnly: boolean },
): string {
  const quote = literally(syntax.quote);
  const whole = new RegExp(`^${pattern}$`);
  const others = nulls.filter((text) => !whole.test(text)).map(literally);
  const choices = [pattern, `${quote}${pattern}${quote}`, ...others, ...(isOnly ? [] : [""])];
  return `(?:${choices.join("|")})`;
}

/** Spellings of null that may stand in a file without quotes. */
const nullTexts = ({ nullValues = [] }: FileRead, { delimiter, quote, escape }: Syntax) =>
  [...new Set(nullValues)].filter(
    (text) =>
      /^[\x20-\x7E]+$/.test(text) && ![delimiter, quote, escape].some((c) => text.includes(c)),
  );

/** Names in the header, and where it ends. */
function headerOf(
  beginning: string,
  { mark, any, syntax }: { mark: number; any: string; syntax: Syntax },
): { readonly names: readonly string[]; readonly end: number } | undefined {
  const { delimiter, quote, escape } = syntax;
  const cell = new RegExp(`(${any})(${literally(delimiter)}|\\r?\\n)`, "y");
  cell.lastIndex = mark;
  const names: string[] = [];
  for (let found = cell.exec(beginning); found !== null; found = cell.exec(beginning)) {
    const [, text = "", end] = found;
    const isQuoted = text.startsWith(quote);
    const inner = isQuoted ? text.slice(1, -1).replaceAll(escape + quote, quote) : text;
    names.push(Buffer.from(inner, "latin1").toString("utf8").trim());
    if (end !== delimiter) return { names, end: cell.lastIndex };
  }
  return undefined;
}

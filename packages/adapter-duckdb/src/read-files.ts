import { SluiceError, type FileRead } from "@sluice/core/adapter";
import { quoteText } from "./text.js";

/**
 * The table function that reads the files, with every option spelled out. Strict: a ragged row, a value
 * that does not fit its declared type, or bytes that are not UTF-8 fail with the line number.
 */
export function readFiles(read: FileRead): string {
  const paths = pathList(read.paths);
  switch (read.format) {
    case "csv":
      return `read_csv(${[paths, ...csvOptions(read, ",")].join(", ")})`;
    case "tsv":
      return `read_csv(${[paths, ...csvOptions(read, "\t")].join(", ")})`;
    case "json":
      return `read_json(${[paths, ...jsonOptions(read, "auto")].join(", ")})`;
    case "ndjson":
      return `read_json(${[paths, ...jsonOptions(read, "newline_delimited")].join(", ")})`;
    case "parquet":
      return `read_parquet(${paths}${read.paths.length > 1 ? ", union_by_name = true" : ""})`;
  }
}

function pathList(paths: readonly string[]): string {
  const [first, ...more] = paths;
  if (first === undefined) {
    throw new SluiceError({ code: "SOURCE.NOT_FOUND", message: "No file is given to be read." });
  }
  return more.length === 0 ? quoteText(first) : `[${paths.map(quoteText).join(", ")}]`;
}

function csvOptions(read: FileRead, separator: string): string[] {
  const nulls = ["", ...(read.nullValues ?? [])].map(quoteText);
  const options = [
    "auto_detect = true",
    `delim = ${quoteText(read.delimiter ?? separator)}`,
    `quote = ${quoteText(read.quote ?? '"')}`,
    `escape = ${quoteText(read.escape ?? read.quote ?? '"')}`,
    `header = ${read.header ?? true}`,
    `nullstr = [${nulls.join(", ")}]`,
    "allow_quoted_nulls = false",
    "null_padding = false",
    "strict_mode = true",
    // What the reader would guess otherwise: it skips lines until the rest fits, and drops lines that begin with `#`.
    "skip = 0",
    "comment = ''",
    "sample_size = -1",
  ];
  if (read.paths.length > 1) options.push("union_by_name = true");
  if (read.allText === true) options.push("all_varchar = true");
  const columns = columnMap(read);
  if (columns !== undefined)
    options.push(`${read.header === false ? "columns" : "types"} = ${columns}`);
  return options;
}

/** `{'a': 'BIGINT', ...}`, the declared columns; undefined where none are. */
function columnMap({ columns = [] }: FileRead): string | undefined {
  if (columns.length === 0) return undefined;
  return `{${columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`).join(", ")}}`;
}

function jsonOptions(read: FileRead, format: string): string[] {
  const options = [`format = ${quoteText(format)}`, "ignore_errors = false", "sample_size = -1"];
  if (read.paths.length > 1) options.push("union_by_name = true");
  const columns = columnMap(read);
  if (columns !== undefined) options.push(`columns = ${columns}`);
  return options;
}

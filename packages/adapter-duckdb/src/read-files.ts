import { SluiceError, type FileRead } from "@sluice/core/adapter";
import { quoteText } from "./text.js";

/** Types by column, as the engine's readers take them. */
export type ReadTypes = readonly { readonly name: string; readonly type: string }[];

/**
 * The engine's table function that reads the files, with every option spelled out. Strict: a ragged row or bytes that are
 * not UTF-8 fail with the line number.
 */
export function engineRead(read: FileRead, types: ReadTypes): string {
  const paths = pathList(read.paths);
  switch (read.format) {
    case "csv":
      return `read_csv(${[paths, ...csvOptions(read, types, ",")].join(", ")})`;
    case "tsv":
      return `read_csv(${[paths, ...csvOptions(read, types, "\t")].join(", ")})`;
    case "json":
    case "ndjson":
      return `read_json(${[paths, ...jsonOptions(read, types)].join(", ")})`;
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

function csvOptions(read: FileRead, types: ReadTypes, separator: string): string[] {
  const nulls = ["", ...(read.nullValues ?? [])].map(quoteText);
  const options = [
    "auto_detect = true",
    `delim = ${quoteText(read.delimiter ?? separator)}`,
    `quote = ${quoteText(read.quote ?? '"')}`,
    `escape = ${quoteText(read.escape ?? read.quote ?? '"')}`,
    `header = ${read.header ?? true}`,
    `nullstr = [${nulls.join(", ")}]`,
    `allow_quoted_nulls = ${read.quotedNulls ?? false}`,
    "null_padding = false",
    "strict_mode = true",
    // The reader would guess otherwise: it skips lines until the rest fits, and drops lines that begin with `#`.
    `skip = ${read.skip ?? 0}`,
    "comment = ''",
  ];
  // Types are guessed from all rows, or as many as asked for; without a guess the first rows tell the line end.
  options.push(read.allText === true ? "all_varchar = true" : `sample_size = ${read.sample ?? -1}`);
  if (read.paths.length > 1) options.push("union_by_name = true");
  const columns = columnMap(types);
  if (columns !== undefined)
    options.push(`${read.header === false ? "columns" : "types"} = ${columns}`);
  return options;
}

/** `{'a': 'BIGINT', ...}`; undefined where there are no types. */
function columnMap(types: ReadTypes): string | undefined {
  if (types.length === 0) return undefined;
  return `{${types.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`).join(", ")}}`;
}

/** Layout of a JSON file: the engine finds out what it is, where it can. */
export function jsonLayout({ format, afterByteOrderMark, isArray }: FileRead): string {
  if (format === "json") return isArray === true || afterByteOrderMark === "[" ? "array" : "auto";
  // The reader of lines takes no byte order mark; the one that finds out the layout does.
  return afterByteOrderMark === undefined ? "newline_delimited" : "auto";
}

function jsonOptions(read: FileRead, types: ReadTypes): string[] {
  const options = [
    `format = ${quoteText(jsonLayout(read))}`,
    "ignore_errors = false",
    "sample_size = -1",
  ];
  if (read.paths.length > 1) options.push("union_by_name = true");
  const columns = columnMap(types);
  if (columns !== undefined) options.push(`columns = ${columns}`);
  return options;
}

import type { FileColumn, FileRead } from "@sluice/core/adapter";
import { parseDuckType, type DuckType } from "./duck-type.js";
import { scalarByFormats } from "./exact/by-format.js";
import { scalarByNumbers } from "./exact/by-number.js";
import { castText, withArrays } from "./exact/cast-exact.js";
import { castParts, textShape } from "./exact/parts.js";
import { castJson, hasShape } from "./exact/json-shape.js";
import { isJson, plainText } from "./plain/plain-text.js";
import { unchanged } from "./exact/scalar.js";
import { engineRead, jsonLayout } from "./read-files.js";
import { quoteIdentifier, quoteText } from "./text.js";

/** Begins the message of the error that a refused value raises; a JSON object follows. */
export const refusedValue = "SLUICE_REFUSED_VALUE ";

/** A column of a file: the type it is read with, its value as declared, and the type of that. */
interface ExactColumn {
  readonly column: FileColumn;
  /** Type that the engine's reader gives the column. */
  readonly readAs: string;
  /** The exact value of a read one, or null. */
  readonly cast: (read: string) => string;
  /** Predicate of values that have the type already; undefined where there are none. */
  readonly isTyped?: ((read: string) => string) | undefined;
  /** Adds arrays, which the cast cannot give. */
  readonly finish: (value: string) => string;
}

/**
 * A table expression over files in which each declared column has its type. Values are read as text and cast exactly; one
 * that is refused raises an error with file, column and value, wherever the expression is used. Plain columns are read
 * with their types at once.
 */
export function readFiles(read: FileRead): string {
  const columns = exactColumns(read).map((exact) =>
    exact.column.plain === true ? { ...exact, readAs: exact.column.type } : exact,
  );
  const files = engineRead(read, readTypes(read, columns));
  const bounds = boundChecks(read, columns);
  const changed = columns.filter(({ column, readAs }) => column.type !== readAs);
  if (changed.length === 0 && bounds === "") return files;
  const replaced = changed.map((column) => {
    const name = quoteIdentifier(column.column.name);
    return `${column.finish(orError(column))} as ${name}`;
  });
  const values = replaced.length === 0 ? "*" : `* replace (${replaced.join(", ")})`;
  return `(select ${values} from ${files}${bounds})`;
}

/** A query of the values that make {@link readFiles} fail. */
export function refusedValues(read: FileRead): string {
  const columns = exactColumns(read).map((exact) => ofAnyShape(exact, read));
  const files = engineRead(read, readTypes(read, columns));
  const found = columns.map((exact) => {
    const { column, cast } = exact;
    const name = quoteIdentifier(column.name);
    const row = `{'name': ${quoteText(column.name)}, 'type': ${quoteText(column.type)}, 'value': ${valueText(exact)}}`;
    return `case when ${name} is not null and ${cast(name)} is null then ${row} end`;
  });
  const rows = `select row_number() over () as record, unnest([${["null", ...found].join(", ")}]) as refused from ${files}`;
  return `select record, refused.name, refused.type, refused.value from (${rows}) where refused is not null`;
}

/** A query of the keys of all objects of JSON files. */
export function objectKeys(read: FileRead): string {
  const paths = `[${read.paths.map(quoteText).join(", ")}]`;
  return `select distinct unnest(json_keys(json)) as name from read_json_objects(${paths}, format = ${quoteText(jsonLayout(read))}) where json_type(json) = 'OBJECT' order by name`;
}

/** A reader of JSON fails at a value of another shape than its column's: all values are read as they are instead. */
function ofAnyShape(exact: ExactColumn, { format }: FileRead): ExactColumn {
  const type = isJson(format) ? parseDuckType(exact.column.type) : undefined;
  if (type === undefined || !hasShape(type)) return exact;
  const cast = castParts(scalarByFormats(exact.column));
  return { ...exact, readAs: "JSON", cast: (value) => castJson(value, type, cast) };
}

const isText = ({ format }: FileRead) => format === "csv" || format === "tsv";

function exactColumns(read: FileRead): readonly ExactColumn[] {
  return (read.columns ?? []).map((column) => {
    const type = parseDuckType(column.type);
    if (read.format === "parquet") return ofParquet(column, type);
    const readAs = isText(read) || type === undefined ? "VARCHAR" : textShape(type);
    return {
      column,
      readAs: type?.name === readAs ? column.type : readAs,
      cast: (value) => castRead(value, { read, column, type }),
      finish: (value) => (type === undefined ? value : withArrays(value, type)),
    };
  });
}

function castRead(
  value: string,
  as: { readonly read: FileRead; readonly column: FileColumn; readonly type: DuckType | undefined },
): string {
  const { read, column, type } = as;
  if (type === undefined) return unchanged(value, column.type);
  const byFormats = scalarByFormats(column);
  // The elements of lists and the like are written as the engine writes them: a comma separates them.
  const scalar = type.children.length === 0 ? scalarByNumbers(byFormats, read) : byFormats;
  return (isText(read) ? castText(scalar) : castParts(scalar))(value, type, 0);
}

/** Parquet files have types: a value of another one is taken when its text is one of the declared type. */
function ofParquet(column: FileColumn, type: DuckType | undefined): ExactColumn {
  const sameType = (value: string) => `typeof(${value}) = typeof(cast(null as ${column.type}))`;
  const hasArrays = type !== undefined && withArrays("", type) !== "";
  const isTyped = type === undefined || hasArrays ? undefined : sameType;
  const cast = (value: string) => {
    const text = `cast(${value} as varchar)`;
    if (type === undefined) return unchanged(text, column.type);
    const exact = textOfParquet(text, { value, column, type });
    return isTyped === undefined
      ? exact
      : `case when ${isTyped(value)} then cast(${value} as ${column.type}) else ${exact} end`;
  };
  const finish = (value: string) => (type === undefined ? value : withArrays(value, type));
  return { column, readAs: "", cast, isTyped, finish };
}

/** Formats count where the file has texts in place of dates and timestamps. */
function textOfParquet(
  text: string,
  of: { readonly value: string; readonly column: FileColumn; readonly type: DuckType },
): string {
  const { value, column, type } = of;
  const iso = castText()(text, type, 0);
  if ((column.dateFormat ?? column.timestampFormat) === undefined) return iso;
  const byFormat = castText(scalarByFormats(column))(text, type, 0);
  return `case when regexp_matches(typeof(${value}), '\\b(DATE|TIMESTAMP)') then ${iso} else ${byFormat} end`;
}

/** A filter that lets no plain value pass that may not be exact. In a filter, since each projected value is copied. */
function boundChecks({ format }: FileRead, columns: readonly ExactColumn[]): string {
  const checks = columns.flatMap((exact) => {
    const { type, name, plain } = exact.column;
    const parsed = plain === true ? parseDuckType(type) : undefined;
    const below = parsed && plainText(parsed, format)?.below;
    if (below === undefined) return [];
    return [`when abs(${quoteIdentifier(name)}) >= ${below} then ${raise(exact)}`];
  });
  return checks.length === 0 ? "" : ` where case ${checks.join(" ")} else true end`;
}

/** Types for the engine's reader; without a header the names count, so every column is among them. */
function readTypes(read: FileRead, columns: readonly ExactColumn[]) {
  return read.format === "parquet"
    ? []
    : columns.map(({ column, readAs }) => ({ name: column.name, type: readAs }));
}

/** The text of a value as it was read; of a string in JSON what stands between its quotes. */
const valueText = ({ column, readAs }: ExactColumn) => {
  const name = quoteIdentifier(column.name);
  return readAs === "JSON" ? `json_extract_string(${name}, '$')` : `cast(${name} as varchar)`;
};

/** The exact value of a column, or an error that says which value is none. */
function orError(exact: ExactColumn): string {
  const { column, cast, isTyped } = exact;
  const name = quoteIdentifier(column.name);
  const checked = `coalesce(${cast(name)}, case when ${name} is not null then ${raise(exact)} end)`;
  // The engine knows the type when it binds the query, and drops the other branch.
  return isTyped === undefined
    ? checked
    : `case when ${isTyped(name)} then cast(${name} as ${column.type}) else ${checked} end`;
}

/** The error of a value that is none of its column's type. */
function raise(exact: ExactColumn): string {
  const { name, type } = exact.column;
  const facts = `{'file': filename, 'column': ${quoteText(name)}, 'type': ${quoteText(type)}, 'value': ${valueText(exact)}}`;
  return `error(${quoteText(refusedValue)} || to_json(${facts}))`;
}

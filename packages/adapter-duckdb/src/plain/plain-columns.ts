import { foldName, hasNumberFormat, type FileRead } from "@sluice/core/adapter";
import { parseDuckType } from "../duck-type.js";
import { csvForm, type PlainPatterns } from "./csv-form.js";
import { jsonForm } from "./json-form.js";
import { isJson, plainText } from "./plain-text.js";
import { scanRecords } from "./scan-records.js";

/** A record of more values is matched slowly. */
const MOST_COLUMNS = 500;

/**
 * The reading with those columns marked `plain` of which every text in the files has a form that the engine's reader takes
 * unchanged. Reads the files once, until no column is left.
 */
export async function plainColumns(
  read: FileRead,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<FileRead> {
  if (read.format === "parquet" || (read.columns?.length ?? 0) > MOST_COLUMNS) return read;
  let patterns = patternsOf(read);
  const isArray: boolean[] = [];
  for (const file of read.paths) {
    if (patterns.size === 0) return read;
    const formOf = (beginning: string) => {
      const form = isJson(read.format)
        ? jsonForm(beginning, patterns)
        : csvForm(beginning, read, patterns);
      isArray.push(form?.isArray === true);
      return form;
    };
    const plain = new Set(await scanRecords(file, formOf, signal));
    patterns = new Map([...patterns].filter(([name]) => plain.has(name)));
  }
  const columns = read.columns?.map((column) =>
    patterns.has(foldName(column.name)) ? { ...column, plain: true } : column,
  );
  return { ...read, columns, isArray: patterns.size > 0 && isArray.every(Boolean) };
}

function patternsOf(read: FileRead): PlainPatterns {
  const { columns = [], format } = read;
  return new Map(
    columns.flatMap((column) => {
      // A form of its own is read with one more function.
      const hasFormat = (column.dateFormat ?? column.timestampFormat) !== undefined;
      const parsed = hasFormat ? undefined : parseDuckType(column.type);
      // Whole numbers without separators are the same in every format.
      const isOwn = parsed && hasNumberFormat(read) && /^(FLOAT|DOUBLE|DECIMAL)$/.test(parsed.name);
      const type = isOwn ? undefined : parsed;
      const text = type && plainText(type, format);
      return text === undefined ? [] : [[foldName(column.name), text.pattern] as const];
    }),
  );
}

import { foldName } from "@sluice/core/adapter";
import type { PlainPatterns } from "./csv-form.js";
import { literally, type Cell, type RecordForm } from "./record.js";

const space = "[ \\t\\r\\n]*";
const string = '"[^"\\\\]*(?:\\\\[^][^"\\\\]*)*"';
/** Any value without parts. */
const scalar = `(?:${string}|[\\d.eE+-]+|true|false|null)`;
/** The separator between two records of an array or of lines. */
const between = "[ \\t\\r\\n,\\]]*";

/**
 * How the records of a JSON file look, from the first: the same keys in the same order with the same space between them.
 * Undefined where that one has values with parts.
 */
export function jsonForm(beginning: string, patterns: PlainPatterns): RecordForm | undefined {
  const opening = /^(?:\xEF\xBB\xBF)?([ \t\r\n]*\[)?[ \t\r\n]*\{/.exec(beginning);
  if (opening === null) return undefined;
  const value = new RegExp(`(${space}(${string})${space}:${space})${scalar}(${space}([,}]))`, "y");
  value.lastIndex = opening[0].length;
  const cells: Cell[] = [];
  let before = `${between}\\{`;
  for (let found = value.exec(beginning); found !== null; found = value.exec(beginning)) {
    const [, key = "", name = "", after = "", last] = found;
    const column = nameOf(name);
    if (column === undefined || cells.some((cell) => cell.column === column)) return undefined;
    const pattern = patterns.get(column);
    const plain = pattern === undefined ? undefined : `(?:${pattern}|null)`;
    cells.push({ before: before + literally(key), column, any: scalar, plain });
    before = literally(after);
    const isArray = opening[1] !== undefined;
    if (last === "}")
      return { cells, end: before, tail: between, start: opening[0].length - 1, isArray };
  }
  return undefined;
}

function nameOf(text: string): string | undefined {
  try {
    return foldName(JSON.parse(Buffer.from(text, "latin1").toString("utf8")) as string);
  } catch {
    return undefined;
  }
}

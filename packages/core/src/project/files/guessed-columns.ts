import { type ColumnInfo, foldName } from "@sluice/sql/text";
import path from "node:path";
import type { FileRead } from "../../warehouse/dialect.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { numberForm, plainNumber } from "../../warehouse/number-form.js";
import { settleNumbers } from "./guessed-numbers.js";
import { settleTimes } from "./guessed-times.js";
import { findInexactNumber } from "./json-numbers.js";
import { ownColumns, placedColumns } from "./own-columns.js";
import { textOf, type Reading } from "./reading.js";

/**
 * The columns with the types that their values have. A type that the engine guessed stands where every value is exactly
 * one of it; the column is text otherwise. Numbers that a floating-point type would round raise `SOURCE.INEXACT`.
 */
export async function settleGuesses(
  reading: Reading,
  found: readonly ColumnInfo[],
): Promise<readonly ColumnInfo[]> {
  const { read, engine } = reading;
  const { dialect } = engine;
  if (isJson(read)) await refuseInexactNumbers(reading);
  if (isDocument(read, found)) return found;
  const columns = await settleNumbers(reading, await settleTimes(reading, found));
  const declared = new Set(read.columns?.map(({ name }) => foldName(name)));
  const guessed = columns.filter(
    ({ name, type }) => !declared.has(foldName(name)) && dialect.parseType(type).kind !== "text",
  );
  if (guessed.length === 0) return columns;
  const refused = await refusedGuesses(reading, { guessed, all: columns });
  for (const { name, type } of guessed) {
    const number = refused.get(name);
    if (number !== undefined && dialect.parseType(type).kind === "float")
      throw inexact(reading, { column: name, value: number });
  }
  const text = dialect.typeFor("text") ?? "text";
  return columns.map((column) => (refused.has(column.name) ? { ...column, type: text } : column));
}

/** Reads files with all their columns as they were found: nothing is guessed again. */
export function resolvedRead(read: FileRead, columns: readonly ColumnInfo[]): FileRead {
  if (read.format === "parquet" || isDocument(read, columns)) return read;
  const declared = new Map(read.columns?.map((column) => [foldName(column.name), column]));
  return {
    ...read,
    allText: true,
    columns: columns.map(({ name, type }) => {
      const { dateFormat, timestampFormat } = declared.get(foldName(name)) ?? {};
      return { name, type, dateFormat, timestampFormat };
    }),
  };
}

const isJson = ({ format }: FileRead) => format === "json" || format === "ndjson";

/** Values of JSON that are no objects are one column, which has no key. */
export const isDocument = (read: FileRead, [first, ...others]: readonly ColumnInfo[]): boolean =>
  isJson(read) && others.length === 0 && first?.name === "json";

/** Columns with values that are none of the guessed type; with a number among them where there is one, else undefined. */
async function refusedGuesses(
  reading: Reading,
  {
    guessed,
    all,
  }: { readonly guessed: readonly ColumnInfo[]; readonly all: readonly ColumnInfo[] },
): Promise<ReadonlyMap<string, string | undefined>> {
  const { read, engine, signal } = reading;
  const { dialect } = engine;
  const found = new Map<string, string | undefined>();
  const columns = guessed.map(({ name, type }) => ({ name, type }));
  const isNumber = dialect.regexMatches("value", `^${numberForm(read)}$`);
  const within = read.sample === undefined ? "" : ` where record <= ${read.sample}`;
  for (const file of read.paths) {
    const own = await ownColumns(columns, { file, read });
    if (own.length === 0) continue;
    const placed = placedColumns(own, { all, read, text: dialect.typeFor("text") ?? "text" });
    const one = { ...read, paths: [file], allText: true, columns: placed };
    const refused = dialect.refusedValues(one);
    const query = `select name, min(case when ${isNumber} then value end) as number from (${refused}) as refused${within} group by name`;
    for await (const { name, number } of engine.query(query, { signal })) {
      const column = textOf(name);
      found.set(column, found.get(column) ?? (typeof number === "string" ? number : undefined));
    }
  }
  return found;
}

async function refuseInexactNumbers(reading: Reading): Promise<void> {
  for (const file of reading.read.paths) {
    const found = await findInexactNumber(file);
    if (!found) continue;
    const { line, field, number } = found;
    const { relation } = reading;
    throw new SluiceError({
      code: "SOURCE.INEXACT",
      message: `${path.basename(file)}, line ${line}: ${field === undefined ? "" : `\`${field}\`: `}the number ${number} has more digits than readers of JSON keep.`,
      where: { file: relation.path, model: relation.name },
      hints: [
        `Write it as a string, ${JSON.stringify(number)}, and declare the type: \`${field ?? "column"}: { type: ${decimalFor(number)} }\`.`,
      ],
    });
  }
}

function inexact(
  { relation, read }: Reading,
  { column, value }: { readonly column: string; readonly value: string },
): SluiceError {
  return new SluiceError({
    code: "SOURCE.INEXACT",
    message: `The column \`${column}\` of ${relation.name} has numbers with more digits than a guessed type keeps, such as ${value}.`,
    where: { file: relation.path, model: relation.name },
    hints: [
      `Declare its type: \`${column}: { type: ${decimalFor(plainNumber(value, read) ?? value)} }\` for amounts, \`${column}: { type: varchar }\` for keys.`,
    ],
  });
}

/** A decimal type that has the number; text where none has. */
function decimalFor(number: string): string {
  const [, whole = "", fraction = ""] = /^\s*[+-]?(\d*)\.?(\d*)\s*$/.exec(number) ?? [];
  const width = Math.max(18, whole.length + fraction.length);
  return width > 38 || whole + fraction === ""
    ? "varchar"
    : `"decimal(${width},${fraction.length})"`;
}

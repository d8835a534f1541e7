import { type ColumnInfo, columnNamed, foldName } from "@sluice/sql/text";
import type { FileRead } from "../../warehouse/dialect.js";
import { isSluiceError, SluiceError } from "../../base/errors/sluice-error.js";
import { findCsvFault } from "./csv-fault.js";
import { refuseMixedTypes, refuseUnrelated } from "./differing-files.js";
import { refuseDuplicateHeader, refuseDuplicateKeys } from "./duplicate-columns.js";
import { refuseUnnamed, refuseUnsplit } from "./csv-headers.js";
import { faultError } from "./file-fault.js";
import { areFieldless, fieldlessError } from "./fieldless-json.js";
import { isDocument, settleGuesses } from "./guessed-columns.js";
import { inUtf8 } from "./utf8-copies.js";
import { findJsonFault } from "./json-fault.js";
import { leftOutFields } from "./left-out-fields.js";
import type { Reading } from "./reading.js";
import { findWrongBytes, refuseUtf16 } from "./refused-encoding.js";
import { refusedValuesError } from "./refused-values.js";

/** Columns of files as the engine reads them. Refuses what would be lost or changed: raises `SOURCE.*`. */
export async function readColumns(given: Reading): Promise<readonly ColumnInfo[]> {
  const reading = { ...given, read: inUtf8(given.read, given.relation) };
  const { read } = reading;
  await refuseUtf16(reading);
  try {
    await refuseUnsplit(reading);
    await refuseDuplicateHeader(reading);
    await refuseUnrelated(reading, (files) => columnsOf(reading, files));
    const columns = await declaredOrActual(reading);
    if (read.format === "parquet") {
      await refuseMixedTypes(reading, (files) => columnsOf(reading, files));
      return columns;
    }
    await refuseUnnamed(reading, (files) => columnsOf(reading, files));
    const all = isJson(read) ? await withFields(reading, columns) : columns;
    return await settleGuesses(reading, all);
  } catch (error) {
    throw await explained(error, reading);
  }
}

async function columnsOf(
  { engine, signal }: Reading,
  read: FileRead,
): Promise<readonly ColumnInfo[]> {
  const select = `select * from ${engine.dialect.readFiles(read)}`;
  return (await engine.dryRun(select, { signal })).columns;
}

/**
 * Columns as declared. A reader of CSV refuses types of columns that the file lacks: then those of the file, and the
 * contract tells the difference at its place.
 */
async function declaredOrActual(reading: Reading): Promise<readonly ColumnInfo[]> {
  const { read } = reading;
  try {
    return await columnsOf(reading, read);
  } catch (error) {
    if (!isSluiceError(error) || error.code !== "SQL.BIND" || isJson(read)) throw error;
    const actual = await columnsOf(reading, untyped(read));
    const names = new Set(actual.map(({ name }) => foldName(name)));
    if ((read.columns ?? []).every(({ name }) => names.has(foldName(name)))) throw error;
    return actual;
  }
}

const isJson = ({ format }: FileRead) => format === "json" || format === "ndjson";
const untyped = (read: FileRead): FileRead => ({ ...read, columns: [] });

/**
 * The declared columns, and behind them the other fields that there are: a reader of JSON that is given types reads
 * nothing but those.
 */
async function withFields(
  reading: Reading,
  columns: readonly ColumnInfo[],
): Promise<readonly ColumnInfo[]> {
  const { read } = reading;
  const isDeclared = (read.columns ?? []).length > 0;
  const fields = await columnsOf(reading, untyped(read));
  if (isDocument(read, fields) && (await areFieldless(read.paths))) {
    if (!isDeclared) throw fieldlessError(reading);
    return columns;
  }
  await refuseDuplicateKeys(
    reading,
    fields.map(({ name }) => name),
  );
  if (!isDeclared) return columns;
  const isOther = ({ name }: ColumnInfo) => columnNamed(columns, name) === undefined;
  const others = isDocument(read, fields) ? [] : fields.filter(isOther);
  const compared = fields.filter((field) => !others.includes(field));
  refuseLeftOut(reading, columns, compared);
  return [...columns, ...others];
}

/** Refuses fields that a declared type leaves out, and those whose name is declared in another case of letters. */
function refuseLeftOut(
  { relation, engine }: Reading,
  columns: readonly ColumnInfo[],
  all: readonly ColumnInfo[],
): void {
  const lost = leftOutFields(columns, all, engine.dialect);
  if (lost.length === 0) return;
  throw new SluiceError({
    code: "SOURCE.FIELD_UNDECLARED",
    message: `The files of ${relation.name} have fields that the declared columns leave out: ${lost.join(", ")}.`,
    hints: ["Declare them, spelled as in the file; `json` takes a value with all of its fields."],
  });
}

/** An engine that cannot read files, with the line and the reason where they are found. */
export async function explained(error: unknown, reading: Reading): Promise<unknown> {
  const { read, relation } = reading;
  if (!isSluiceError(error)) return error;
  if (error.code === "SOURCE.VALUE") return refusedValuesError(reading, error);
  if (error.code === "SQL.FAILED") {
    return new SluiceError({ code: "SOURCE.UNREADABLE", message: error.message, cause: error });
  }
  if (error.code !== "SOURCE.UNREADABLE" || read.format === "parquet") return error;
  for (const file of read.paths) {
    const fault = isJson(read) ? undefined : await findWrongBytes(file);
    if (fault) return faultError(file, fault, { relation, cause: error });
  }
  if (!isJson(read) && error.where?.line !== undefined) return error;
  const find = isJson(read) ? findJsonFault : findCsvFault;
  for (const file of read.paths) {
    const fault = await find(file, read);
    if (fault) return faultError(file, fault, { relation, cause: error });
  }
  // A value of JSON may have another shape than its declared type.
  return isJson(read) ? refusedValuesError(reading, error).catch(() => error) : error;
}

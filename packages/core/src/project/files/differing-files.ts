import path from "node:path";
import { type ColumnInfo, foldName } from "@sluice/sql/text";
import type { FileRead } from "../../warehouse/dialect.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import { headerOf } from "./duplicate-columns.js";
import type { Reading } from "./reading.js";

/**
 * Refuses Parquet files whose columns have types that no type of theirs holds without loss: a reader of several files
 * rounds the values of some. `columnsOf` gives the columns of files as they are. Raises `SOURCE.INEXACT`.
 */
export async function refuseMixedTypes(
  { read, relation, engine }: Reading,
  columnsOf: (read: FileRead) => Promise<readonly ColumnInfo[]>,
): Promise<void> {
  if (read.paths.length < 2) return;
  const { dialect } = engine;
  const bare = { ...read, columns: [] };
  const together = new Map((await columnsOf(bare)).map(({ name, type }) => [foldName(name), type]));
  for (const file of read.paths) {
    for (const { name, type } of await columnsOf({ ...bare, paths: [file] })) {
      const common = together.get(foldName(name)) ?? type;
      if (dialect.sameType(type, common) || dialect.widens(type, common)) continue;
      throw new SluiceError({
        code: "SOURCE.INEXACT",
        message: `${path.basename(file)}: the column \`${name}\` is ${type}; together with the other files of ${relation.name} it is read as ${common}, which does not hold every value of it.`,
        where: { file: relation.path, model: relation.name },
        hints: [
          "Write the files with one type, or make a source of each and cast them in a query.",
        ],
      });
    }
  }
}

/**
 * Refuses a file that has no column of the first one, or lacks a declared column of an exact contract: its rows would be
 * nulls. `columnsOf` gives the columns of files as they are. Raises `SOURCE.COLUMNS_DIFFER`.
 */
export async function refuseUnrelated(
  { read, relation }: Reading,
  columnsOf: (read: FileRead) => Promise<readonly ColumnInfo[]>,
): Promise<void> {
  if (read.paths.length < 2 || read.header === false) return;
  const contract = relation.contract === "exact" ? relation.columns.map(({ name }) => name) : [];
  let first: { readonly file: string; readonly names: readonly string[] } | undefined;
  for (const file of read.paths) {
    const names = await namesIn(file, read, columnsOf);
    if (names.length === 0) continue;
    first ??= { file, names };
    const own = new Set(names.map(foldName));
    const lacks = (all: readonly string[]) => all.filter((name) => !own.has(foldName(name)));
    const lost = lacks(first.names).length === first.names.length ? first.names : lacks(contract);
    if (lost.length === 0) continue;
    const other = lost === first.names ? ` of ${path.basename(first.file)}` : "";
    throw new SluiceError({
      code: "SOURCE.COLUMNS_DIFFER",
      message: `${path.basename(file)} has the columns ${listed(names)} and lacks ${listed(lost)}${other}: its rows would have nulls there.`,
      where: { file: relation.path, model: relation.name },
      hints: [
        `Correct the file, or narrow \`file\` of ${relation.name} to the files that have the same columns.`,
      ],
    });
  }
}

const listed = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");

async function namesIn(
  file: string,
  read: FileRead,
  columnsOf: (read: FileRead) => Promise<readonly ColumnInfo[]>,
): Promise<readonly string[]> {
  if (read.format === "csv" || read.format === "tsv") return headerOf(file, read);
  const names = (await columnsOf({ ...read, columns: [], paths: [file] })).map(({ name }) => name);
  // A file of JSON without an object has no names.
  return names.length === 1 && names[0] === "json" ? [] : names;
}

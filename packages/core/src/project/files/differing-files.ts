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

/** The names of columns of a file. */
interface NamesOf {
  readonly file: string;
  readonly names: readonly string[];
}

/**
 * Refuses files of one pattern with other columns than the first, whose rows would be nulls there, unless `union_by_name`
 * asks for that. Records of JSON name their fields themselves: such a file has one in common with the first. No file lacks
 * a declared column of an exact contract. `columnsOf` gives the columns of files as they are. Raises
 * `SOURCE.COLUMNS_DIFFER`.
 */
export async function refuseUnrelated(
  { read, relation }: Reading,
  columnsOf: (read: FileRead) => Promise<readonly ColumnInfo[]>,
): Promise<void> {
  if (read.paths.length < 2) return;
  const contract = relation.contract === "exact" ? relation.columns.map(({ name }) => name) : [];
  let first: NamesOf | undefined;
  for (const file of read.paths) {
    const names = await namesIn(file, read, columnsOf);
    if (names.length === 0) continue;
    first ??= { file, names };
    const lost = without(contract, names);
    const message =
      lost.length > 0
        ? `${path.basename(file)} has the columns ${listed(names)} and lacks ${listed(lost)}: its rows would have nulls there.`
        : differenceOf({ file, names }, first, read);
    if (message === undefined) continue;
    throw new SluiceError({
      code: "SOURCE.COLUMNS_DIFFER",
      message,
      where: { file: relation.path, model: relation.name },
      hints: [
        `Correct the file, or narrow \`file\` of ${relation.name} to the files that have the same columns.`,
        ...(lost.length > 0
          ? []
          : ["Or have nulls where a file lacks a column: `union_by_name: true`."]),
      ],
    });
  }
}

/** Differences of a file's columns from those of the first, in words; undefined where there are none, or where they are allowed. */
function differenceOf(
  { file, names }: NamesOf,
  first: NamesOf,
  { format, unionByName }: FileRead,
): string | undefined {
  if (unionByName === true) return undefined;
  const lacks = without(first.names, names);
  const added = without(names, first.names);
  const isRelated = lacks.length < first.names.length;
  if ((format === "json" || format === "ndjson") && isRelated) return undefined;
  const name = path.basename(file);
  const other = path.basename(first.file);
  if (lacks.length > 0)
    return `${name} has the columns ${listed(names)} and lacks ${listed(lacks)} of ${other}: its rows would have nulls there.`;
  return added.length === 0
    ? undefined
    : `${name} has ${listed(added)}, which ${other} lacks: the rows of that file would have nulls there.`;
}

/** Those of some names that others do not have. */
function without(names: readonly string[], others: readonly string[]): readonly string[] {
  const folded = new Set(others.map(foldName));
  return names.filter((name) => !folded.has(foldName(name)));
}

const listed = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");

async function namesIn(
  file: string,
  read: FileRead,
  columnsOf: (read: FileRead) => Promise<readonly ColumnInfo[]>,
): Promise<readonly string[]> {
  const isText = read.format === "csv" || read.format === "tsv";
  if (isText && read.header !== false) return headerOf(file, read);
  const names = (await columnsOf({ ...read, columns: [], paths: [file] })).map(({ name }) => name);
  // A file of JSON without an object has no names.
  return names.length === 1 && names[0] === "json" ? [] : names;
}

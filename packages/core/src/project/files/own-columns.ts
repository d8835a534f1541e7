import { type ColumnInfo, foldName } from "@sluice/sql/text";
import type { FileColumn, FileRead } from "../../warehouse/dialect.js";
import { headerOf } from "./duplicate-columns.js";

/** The columns that a file has: those that it lacks are null in its rows. */
export async function ownColumns<T extends { readonly name: string }>(
  columns: readonly T[],
  { file, read }: { readonly file: string; readonly read: FileRead },
): Promise<readonly T[]> {
  const isText = read.format === "csv" || read.format === "tsv";
  if (!isText || read.header === false || read.paths.length < 2) return columns;
  const names = new Set((await headerOf(file, read)).map(foldName));
  return columns.filter(({ name }) => names.has(foldName(name)));
}

/**
 * Some columns for a reader of one file: without a header columns are told apart by their places, so that all others stand
 * beside them, as text.
 */
export function placedColumns(
  columns: readonly FileColumn[],
  of: { readonly all: readonly ColumnInfo[]; readonly read: FileRead; readonly text: string },
): readonly FileColumn[] {
  if (of.read.header !== false) return columns;
  const named = new Map(columns.map((column) => [foldName(column.name), column]));
  return of.all.map(({ name }) => named.get(foldName(name)) ?? { name, type: of.text });
}

import type { ColumnInfo } from "../text/column-info.js";
import { foldName } from "../text/name.js";

/** How two lists of columns differ. */
export function columnsOf(before: readonly ColumnInfo[], after: readonly ColumnInfo[]) {
  const old = new Map(before.map((column) => [foldName(column.name), column]));
  const now = new Set(after.map(({ name }) => foldName(name)));
  const kept = after.flatMap(({ name, type }) => {
    const was = old.get(foldName(name));
    return was === undefined ? [] : [{ name, same: was.name === name && was.type === type }];
  });
  const added = after.filter(({ name }) => !old.has(foldName(name))).map(({ name }) => name);
  const removed = before.filter(({ name }) => !now.has(foldName(name))).map(({ name }) => name);
  return { added, removed, kept };
}

/** True for the same columns of the same types in the same order. */
export function sameColumns(before: readonly ColumnInfo[], after: readonly ColumnInfo[]): boolean {
  const texts = [before, after].map((columns) => columns.map(({ name, type }) => [name, type]));
  return JSON.stringify(texts[0]) === JSON.stringify(texts[1]);
}

/** True for the same names, spelled alike, in the same order. */
export function sameNames(before: readonly ColumnInfo[], after: readonly ColumnInfo[]): boolean {
  return before.length === after.length && before.every(({ name }, i) => name === after[i]?.name);
}

/** True where two columns have one name, so that a name does not say which is meant. */
export function hasTwins(columns: readonly ColumnInfo[]): boolean {
  return new Set(columns.map(({ name }) => foldName(name))).size !== columns.length;
}

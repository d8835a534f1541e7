import type { ColumnInfo } from "./column-info.js";

const upperRuns = /[A-Z]+/g;

/**
 * The form of a name that is the same for all its spellings. Only the case of A to Z is folded, as engines do: DuckDB 1.5
 * takes `"ID"` for `"id"`, while `"É"` and `"é"` are two columns and two tables.
 */
export function foldName(name: string): string {
  return name.replace(upperRuns, (run) => run.toLowerCase());
}

/** True for two spellings of one name. */
export function sameName(a: string, b: string): boolean {
  return a === b || foldName(a) === foldName(b);
}

/** The column of that name: spelled exactly so, else in another case. */
export function columnNamed<C extends Pick<ColumnInfo, "name">>(
  columns: readonly C[],
  name: string,
): C | undefined {
  return (
    columns.find((column) => column.name === name) ??
    columns.find((column) => sameName(column.name, name))
  );
}

/** Two names that are the same but for their case; undefined where all differ. */
export function duplicateName(names: readonly string[]): readonly [string, string] | undefined {
  const first = new Map<string, string>();
  for (const name of names) {
    const other = first.get(foldName(name));
    if (other !== undefined) return [other, name];
    first.set(foldName(name), name);
  }
  return undefined;
}

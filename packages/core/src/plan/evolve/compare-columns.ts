import type { Dialect } from "../../warehouse/dialect.js";
import { type ColumnInfo, columnNamed } from "@sluice/sql/text";

/** A column whose type is another one than before. */
export interface RetypedColumn {
  /** As the table spells it. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** How the columns of a query differ from those of its table. */
export interface ColumnDifferences {
  readonly added: readonly ColumnInfo[];
  readonly missing: readonly ColumnInfo[];
  readonly retyped: readonly RetypedColumn[];
}

/** Compares columns by name and type. Case, order and whether a column may be null do not count. */
export function compareColumns(
  before: readonly ColumnInfo[],
  after: readonly ColumnInfo[],
  dialect: Dialect,
): ColumnDifferences {
  return {
    added: after.filter(({ name }) => !columnNamed(before, name)),
    missing: before.filter(({ name }) => !columnNamed(after, name)),
    retyped: before.flatMap(({ name, type: from }) => {
      const to = columnNamed(after, name)?.type;
      return to === undefined || dialect.sameType(from, to) ? [] : [{ name, from, to }];
    }),
  };
}

/** Every difference in words, for people. */
export function describeDifferences(differences: ColumnDifferences): readonly string[] {
  const { added, missing, retyped } = differences;
  return [
    ...added.map(({ name, type }) => `\`${name}\` ${type} is new`),
    ...missing.map(({ name }) => `\`${name}\` is gone`),
    ...retyped.map(({ name, from, to }) => `\`${name}\` is ${to}, was ${from}`),
  ];
}

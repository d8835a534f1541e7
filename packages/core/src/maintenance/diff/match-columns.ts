import { type ColumnInfo, sameName } from "@sluice/sql/text";
import type { Dialect } from "../../warehouse/dialect.js";
import type { ColumnsDiff } from "./relation-diff.js";

/** A column of both sides. */
export interface ColumnPair {
  readonly a: ColumnInfo;
  readonly b: ColumnInfo;
}

/** Pairs the columns of two relations by name: the very name first, then without regard to case, each column once. */
export function pairColumns(
  a: readonly ColumnInfo[],
  b: readonly ColumnInfo[],
): readonly ColumnPair[] {
  const exact = new Map(b.map((column) => [column.name, column]));
  const taken = new Set(a.flatMap((column) => exact.get(column.name) ?? []));
  return a.flatMap((column) => {
    const same = exact.get(column.name);
    if (same) return { a: column, b: same };
    const near = b.find((other) => !taken.has(other) && sameName(other.name, column.name));
    if (!near) return [];
    taken.add(near);
    return { a: column, b: near };
  });
}

/** What differs between the columns of two relations. */
export function diffColumns(
  a: readonly ColumnInfo[],
  b: readonly ColumnInfo[],
  dialect: Pick<Dialect, "sameType">,
): ColumnsDiff {
  const pairs = pairColumns(a, b);
  const [inA, inB] = [new Set(pairs.map((p) => p.a)), new Set(pairs.map((p) => p.b))];
  return {
    onlyA: a.filter((column) => !inA.has(column)),
    onlyB: b.filter((column) => !inB.has(column)),
    retyped: pairs
      .filter((pair) => !dialect.sameType(pair.a.type, pair.b.type))
      .map((pair) => ({ name: pair.a.name, a: pair.a.type, b: pair.b.type })),
  };
}

import type { Dialect } from "../../warehouse/dialect.js";
import type { ComparedColumn } from "./compared-column.js";

/** Two relations as SQL texts that can stand after `from`. */
export interface Sides {
  readonly a: string;
  readonly b: string;
}

/** A side of a comparison. */
export type Side = keyof Sides;

/** What of each side is read. */
export interface ReadColumns {
  readonly sides: Sides;
  readonly keys: readonly ComparedColumn[];
  readonly values: readonly ComparedColumn[];
  readonly dialect: Dialect;
}

/**
 * A side's columns under plain names: `k1`, `k2` for those of the key, `c1`, `c2` for the others. No name of the user's
 * goes further into a query than this.
 */
export function sideSelect(side: Side, { sides, keys, values, dialect }: ReadColumns): string {
  const expression = (column: ComparedColumn) => {
    const name = `sluice_t.${dialect.quoteIdentifier(side === "a" ? column.name : column.nameB)}`;
    return column.castTo === undefined ? name : dialect.cast(name, column.castTo);
  };
  const list = [
    ...keys.map((column, i) => `${expression(column)} as ${numbered("k", i)}`),
    ...values.map((column, i) => `${expression(column)} as ${numbered("c", i)}`),
  ];
  return `select ${list.join(", ")} from ${sides[side]} as sluice_t`;
}

/** `k1` for the first. */
export function numbered(prefix: string, index: number): string {
  return `${prefix}${String(index + 1)}`;
}

/** `k1, k2`, each behind `of`. */
export function names(prefix: string, count: number, of = ""): readonly string[] {
  return Array.from({ length: count }, (_, i) => of + numbered(prefix, i));
}

/** Rows of both sides below each other, with a 1 in `in_a` or `in_b`: what is grouped to count rows a side. */
export function stacked(columns: readonly string[], a: string, b: string): string {
  const part = (rows: string, marks: string) =>
    `select ${[...columns, marks].join(", ")} from (${rows}) as s`;
  return `${part(a, "1 as in_a, 0 as in_b")}\n  union all ${part(b, "0 as in_a, 1 as in_b")}`;
}

/** Null-safe equality of several columns of two row sources. */
export function sameKeys(
  count: number,
  [left, right]: readonly [string, string],
  dialect: Dialect,
): string {
  return names("k", count)
    .map((k) => dialect.nullSafeEqual(`${left}.${k}`, `${right}.${k}`))
    .join(" and ");
}

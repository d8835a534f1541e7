import type { TypedCheckSpec } from "@sluice/core";
import { z } from "zod";
import { statusOf, toCount } from "../compile/judge.js";
import { filterSql } from "../compile/scope.js";
import { describeBounds } from "../spec/bounds.js";
import { defineKind } from "../spec/kind.js";
import type { CommonOptions, FilterOptions } from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";

/** Options of {@link rowCount}. */
export interface RowCountOptions extends CommonOptions, FilterOptions {
  readonly min?: number;
  readonly max?: number;
}

/**
 * The number of rows (that `where` makes true) lies within bounds.
 * @example rowCount({ min: 1 })
 */
export function rowCount(options: RowCountOptions): TypedCheckSpec<never> {
  return typedSpec("row_count", { args: options });
}

const count = z.int().min(0).optional();

export const rowCountKind = defineKind({
  type: "row_count",
  shape: { min: count, max: count },
  columns: "none",
  filter: true,
  nulls: undefined,
  bands: false,
  fromValue: (value) =>
    Array.isArray(value)
      ? { min: (value as unknown[])[0], max: (value as unknown[])[1] }
      : { min: value, max: value },
  title: () => "",
  problem: ({ min, max }) => {
    if (min === undefined && max === undefined) return "give `min`, `max` or both";
    return min !== undefined && max !== undefined && min > max
      ? "`min` is greater than `max`"
      : undefined;
  },
  compile: ({ min, max }, site) => {
    const where = filterSql(site);
    return {
      metrics: { rows: where === undefined ? "count(*)" : site.scope.dialect.countIf(where) },
      wholeRows: true,
      judge: (measures) => {
        const rows = toCount(measures["rows"]);
        const holds = rows >= (min ?? 0) && rows <= (max ?? Infinity);
        const expected = `${describeBounds({ min, max })} rows`;
        return { status: statusOf(holds, site.options), observed: rows, rows, expected };
      },
    };
  },
});

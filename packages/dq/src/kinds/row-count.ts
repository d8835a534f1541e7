import type { TypedCheckSpec } from "@sluice/core";
import { z } from "zod";
import { statusOf, toCount } from "../compile/judge.js";
import { countRows, filterSql } from "../compile/scope.js";
import { boundsFromPair, describeBounds } from "../spec/bounds.js";
import { defineKind } from "../spec/kind.js";
import type { CommonOptions, FilterOptions } from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";

/** Options of {@link rowCount}. */
export interface RowCountOptions extends CommonOptions, FilterOptions {
  /** Fewest rows allowed. @default 0 */
  readonly min?: number;
  /** Most rows allowed. @default no limit */
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
  fromValue: (value) => (Array.isArray(value) ? boundsFromPair(value) : { min: value, max: value }),
  title: () => "",
  problem: ({ min, max }) => {
    if (min === undefined && max === undefined) return "give `min`, `max` or both";
    return min !== undefined && max !== undefined && min > max
      ? "`min` is greater than `max`"
      : undefined;
  },
  compile: ({ min, max }, site) => {
    return {
      metrics: { rows: countRows(site.scope, filterSql(site)) },
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

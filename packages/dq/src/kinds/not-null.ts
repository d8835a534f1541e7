import type { TypedCheckSpec } from "@sluice/core";
import { compileRowCheck } from "../compile/row-check.js";
import { judgeRows, toCount } from "../compile/judge.js";
import { columnSql, filterSql } from "../compile/scope.js";
import { defineKind } from "../spec/kind.js";
import type { BandOptions, CommonOptions, FilterOptions } from "../spec/options.js";
import { columnsInput, typedSpec, type ColumnsInput } from "../spec/typed-spec.js";
import { columnsFromValue } from "./from-value.js";

/** Options of {@link notNull}. */
export interface NotNullOptions extends CommonOptions, FilterOptions, BandOptions {}

/**
 * No nulls in a column; of several columns, none may be null. NaN and empty text are not null.
 * @example notNull("order_id")
 */
export function notNull<const C extends string>(
  columns: ColumnsInput<C>,
  options: NotNullOptions = {},
): TypedCheckSpec<C> {
  return typedSpec("not_null", { ...columnsInput(columns), args: options });
}

export const notNullKind = defineKind({
  type: "not_null",
  perRow: true,
  shape: {},
  columns: "some",
  filter: true,
  nulls: undefined,
  bands: true,
  fromValue: columnsFromValue,
  skip: (columns) =>
    columns.every((c) => !c.nullable) ? "the engine reports the column as not nullable" : undefined,
  compile: (_args, site) => {
    const names = site.columns.map((c) => columnSql(c, site));
    const present = names.map((name) => `${name} is not null`).join(" and ");
    const check = compileRowCheck(`(${present})`, site);
    const [name] = names;
    if (names.length > 1 || name === undefined || filterSql(site) !== undefined) return check;
    // Engines answer count(column) from statistics where they can, a condition on it never.
    return {
      ...check,
      metrics: { rows: "count(*)", present: `count(${name})` },
      judge: ({ rows, present }) =>
        judgeRows({ rows: toCount(rows), failing: toCount(rows) - toCount(present) }, site.options),
    };
  },
});

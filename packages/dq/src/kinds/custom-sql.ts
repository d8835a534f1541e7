import type { TypedCheckSpec } from "@sluice/core";
import { judgeRows, judgesShares } from "../compile/judge.js";
import { defineKind } from "../spec/kind.js";
import { fingerprintOf } from "../spec/fingerprint.js";
import { sqlText, type BandOptions, type CommonOptions } from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";
import { valueAs } from "./from-value.js";

/** Options of {@link customSql}. */
export interface CustomSqlOptions extends CommonOptions, BandOptions {}

/**
 * A query that lists what is wrong: every row it gives is a failing row. It reads plain names as a model does, and
 * `self` is the relation under check. Percentages are shares of the rows of `self`.
 * @example customSql("select * from self where paid_at < ordered_at", { name: "paid_after_order" })
 */
export function customSql(sql: string, options: CustomSqlOptions = {}): TypedCheckSpec<never> {
  return typedSpec("sql", { args: { sql, ...options } });
}

export const customSqlKind = defineKind({
  type: "sql",
  shape: { sql: sqlText },
  columns: "none",
  filter: false,
  nulls: undefined,
  bands: true,
  fromValue: valueAs("sql"),
  title: ({ sql }) => fingerprintOf(sql),
  texts: ({ sql }) => [{ type: "query", text: sql }],
  compile: ({ sql }, site) => {
    const query = site.scope.query(sql).trim();
    return {
      metrics: judgesShares(site.options) ? { rows: "count(*)" } : {},
      set: `select count(*) as failing, 0 as distinct_keys from (\n${query}\n) as sluice_found`,
      failingRows: { select: query },
      wholeRows: false,
      judge: (measures) => judgeRows(measures, site.options),
    };
  },
});

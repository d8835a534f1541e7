import type { TypedCheckSpec } from "@sluice/core";
import { judgeRows, judgesShares, toCount } from "../compile/judge.js";
import {
  allOf,
  columnSql,
  countRows,
  filterSql,
  SELF,
  type CompiledCheck,
  type Site,
} from "../compile/scope.js";
import { defineKind } from "../spec/kind.js";
import type { BandOptions, CommonOptions, FilterOptions, NullOptions } from "../spec/options.js";
import { columnsInput, typedSpec, type ColumnsInput } from "../spec/typed-spec.js";
import { columnsFromValue } from "./from-value.js";

/** Options of {@link unique}. */
export interface UniqueOptions extends CommonOptions, FilterOptions, NullOptions, BandOptions {}

/**
 * Every value, or combination of values, occurs once. All rows that share a key fail. Keys with a null are left out
 * (`on_null: "pass"`) or fail as in a primary key (`"fail"`).
 * @example unique(["order_id", "line_no"])
 */
export function unique<const C extends string>(
  columns: ColumnsInput<C>,
  options: UniqueOptions = {},
): TypedCheckSpec<C> {
  return typedSpec("unique", { ...columnsInput(columns), args: options });
}

export const uniqueKind = defineKind({
  type: "unique",
  shape: {},
  columns: "some",
  perGroup: true,
  filter: true,
  nulls: "pass",
  bands: true,
  fromValue: columnsFromValue,
  compile: (_args, site) => compileUnique(site),
});

function compileUnique(site: Site): CompiledCheck {
  const { scope, options } = site;
  const keys = site.columns.map((c) => columnSql(c, site));
  const where = filterSql(site);
  const keyed = keys.map((key) => `${key} is not null`).join(" and ");
  const nullKey = keys.map((key) => `${key} is null`).join(" or ");
  const nullsFail = options.onNull === "fail";
  const scoped = allOf(where, nullsFail ? undefined : keyed);
  const condition = scoped === "" ? "" : ` where ${scoped}`;
  const having = nullsFail ? `count(*) > 1 or ${nullKey}` : "count(*) > 1";
  const groups =
    `select count(*) as sluice_rows, ${scope.dialect.countIf(keyed)} as sluice_keyed ` +
    `from ${scope.from}${condition} group by ${keys.join(", ")} having ${having}`;
  return {
    metrics: judgesShares(options)
      ? { rows: countRows(scope, where, nullsFail ? undefined : keyed) }
      : {},
    set:
      `select coalesce(sum(sluice_rows), 0) as failing, ` +
      `${scope.dialect.countIf("sluice_keyed > 0")} as distinct_keys from (${groups}) as sluice_groups`,
    failingRows: failingRows(site, { where, keyed, nullKey }),
    wholeRows: true,
    judge: (measures) => {
      const verdict = judgeRows(measures, options);
      const duplicated = toCount(measures["distinct_keys"]);
      if (verdict.failing === 0 || duplicated === 0) return verdict;
      return {
        ...verdict,
        reason: `${duplicated} ${duplicated === 1 ? "key occurs" : "keys occur"} more than once`,
      };
    },
  };
}

/** Rows of the table joined to the keys that occur more than once: portable, where window filters are not. */
function failingRows(
  site: Site,
  { where, keyed, nullKey }: { where: string | undefined; keyed: string; nullKey: string },
) {
  const { scope, options } = site;
  const keys = site.columns.map((c) => columnSql(c, site)).join(", ");
  const repeated =
    `select ${keys} from ${scope.from} where ${allOf(where, keyed)} ` +
    `group by ${keys} having count(*) > 1`;
  const nullsFail = options.onNull === "fail";
  const [first = "null"] = site.columns.map((c) => columnSql(c, site));
  const wanted = nullsFail ? `(repeated.${first} is not null or ${nullKey})` : undefined;
  const conditions = allOf(where, wanted);
  return {
    select:
      `select ${SELF}.* from ${scope.fromSelf} ${nullsFail ? "left join" : "join"} (${repeated}) ` +
      `as repeated using (${keys})${conditions === "" ? "" : ` where ${conditions}`}`,
    orderBy: keys,
  };
}

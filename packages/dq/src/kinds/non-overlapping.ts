import type { TypedCheckSpec } from "@sluice/core";
import { columnNamed } from "@sluice/core/adapter";
import { z } from "zod";
import { judgeRows, judgesShares } from "../compile/judge.js";
import {
  allOf,
  columnSql,
  countRows,
  filterSql,
  type CompiledCheck,
  type Site,
} from "../compile/scope.js";
import { defineKind, type Args } from "../spec/kind.js";
import type { BandOptions, CommonOptions, FilterOptions, NullOptions } from "../spec/options.js";
import { columnsInput, typedSpec, type ColumnsInput } from "../spec/typed-spec.js";

/** Options of {@link nonOverlapping}. */
export interface NonOverlappingOptions<C extends string = string>
  extends CommonOptions, FilterOptions, NullOptions, BandOptions {
  /** Column in which a range starts; the start belongs to it. */
  readonly from: C;
  /** Column in which it ends; the end does not belong to it, and null is no end. */
  readonly to: C;
}

/**
 * The ranges `[from, to)` of one key never overlap: at any time at most one row of a key holds. All rows that overlap
 * another fail, and rows that end before they start. A range that ends where it starts is empty and overlaps nothing.
 * Rows with a null key or start are left out (`on_null: "pass"`) or fail (`"fail"`).
 * @example nonOverlapping("customer_id", { from: "valid_from", to: "valid_to" })
 */
export function nonOverlapping<const C extends string, const R extends string>(
  columns: ColumnsInput<C>,
  options: NonOverlappingOptions<R>,
): TypedCheckSpec<C | R> {
  return typedSpec<C | R>("non_overlapping", { ...columnsInput<C | R>(columns), args: options });
}

const name = z.string().min(1);
const shape = { from: name, to: name };

export const nonOverlappingKind = defineKind({
  type: "non_overlapping",
  shape,
  columns: "some",
  perGroup: true,
  filter: true,
  nulls: "pass",
  bands: true,
  // A range needs two columns beside the key: no bare value says all three.
  fromValue: () => undefined,
  others: ({ from, to }) => [from, to],
  title: ({ from, to }, columns) => `${columns.join(", ")}: ${from}, ${to}`,
  compile: (args, site) => compileNonOverlapping(args, site),
});

function compileNonOverlapping(args: Args<typeof shape>, site: Site): CompiledCheck {
  const { scope, options } = site;
  const where = filterSql(site);
  const from = nameOfColumn(args.from, site);
  const keyed = [...keysOf(site), from].map((name) => `${name} is not null`).join(" and ");
  const present = options.onNull === "fail" ? undefined : keyed;
  const failing = overlapping({ ...args, where: allOf(where, present), keyed }, site);
  return {
    metrics: judgesShares(options) ? { rows: countRows(scope, where, present) } : {},
    set: `select count(*) as failing, 0 as distinct_keys ${failing}`,
    failingRows: {
      select: `select ${site.all.map((c) => columnSql(c, site)).join(", ") || "*"} ${failing}`,
      orderBy: [...keysOf(site), from].join(", "),
    },
    wholeRows: true,
    judge: (measures) => judgeRows(measures, options),
  };
}

function keysOf(site: Site): readonly string[] {
  return site.columns.map((column) => columnSql(column, site));
}

/** SQL of a column that an argument names, spelled as the relation spells it. */
function nameOfColumn(written: string, { scope, all }: Site): string {
  return scope.identifier(columnNamed(all, written)?.name ?? written);
}

interface Ranges extends Args<typeof shape> {
  /** Condition of the rows looked at; empty: all. */
  readonly where: string;
  /** Condition of rows with a key and a start. */
  readonly keyed: string;
}

/**
 * The failing rows, to stand after a select list. In order of their starts a range overlaps an earlier one when one of
 * them ends after it starts, and a later one when the next starts before it ends. One sort finds both, where a join of
 * the relation with itself would compare every pair of rows of a key.
 */
function overlapping({ from: start, to: end, where, keyed }: Ranges, site: Site): string {
  const from = nameOfColumn(start, site);
  const to = nameOfColumn(end, site);
  // Only ranges that hold at some time can overlap; the others are kept apart from them.
  const holds = `${keyed} and (${to} is null or ${from} < ${to})`;
  const ranges =
    `select *, case when ${holds} then 1 else 0 end as sluice_holds from ${site.scope.from}` +
    (where === "" ? "" : ` where ${where}`);
  const sorted = `partition by ${[...keysOf(site), "sluice_holds"].join(", ")} order by ${from}`;
  const earlier = `over (${sorted} rows between unbounded preceding and 1 preceding)`;
  const compared =
    `select *, max(${to}) ${earlier} as sluice_until, ` +
    `sum(case when ${to} is null then 1 else 0 end) ${earlier} as sluice_open, ` +
    `lead(${from}) over (${sorted}) as sluice_next from (${ranges}) as sluice_ranges`;
  const overlaps =
    `sluice_open > 0 or sluice_until > ${from} or sluice_next < ${to} ` +
    `or (sluice_next is not null and ${to} is null)`;
  const broken = `${to} < ${from} or not (${keyed})`;
  return (
    `from (${compared}) as sluice_compared where (sluice_holds = 1 and (${overlaps})) ` +
    `or (sluice_holds = 0 and (${broken}))`
  );
}

import { SluiceError, type ColumnInfo, type Dialect, type SqlValue } from "@sluice/core/adapter";
import type { CheckResult, LastOfTime } from "@sluice/core";
import type { ResolvedOptions } from "../spec/options.js";

/** Alias of the relation under check in everything that is compiled; authors may use it too. */
export const SELF = "self";

/** What names mean where a check is compiled: physical relations to run it, plain names to show it. */
export interface Scope {
  readonly dialect: Dialect;
  /** The relation under check, to stand after `from`; under the name `self` where an author's text may use it. */
  readonly from: string;
  /** The same, always under the name `self`. */
  readonly fromSelf: string;
  /** The run's `$now`, ISO text in UTC. */
  readonly now: string;
  /** True of rows of the end of the relation's time. */
  within(last: LastOfTime): string;
  /** An author's SQL expression in parentheses. */
  expression(text: string): string;
  /** An author's query, without parentheses; it may end in a comment. */
  query(text: string): string;
  /** A column's name, quoted where it has to be. */
  identifier(name: string): string;
  /** Another relation by its plain name, to stand after `from`. */
  table(name: string): string;
  /** Columns of another relation by its plain name; undefined where they are not known. */
  columnsOf(name: string): readonly ColumnInfo[] | undefined;
}

/** Where one check is compiled. */
export interface Site {
  readonly scope: Scope;
  readonly options: ResolvedOptions;
  /** Columns the check names. */
  readonly columns: readonly ColumnInfo[];
  /** Every column of the relation. */
  readonly all: readonly ColumnInfo[];
}

/** Named values a check measured. */
export type Measures = Readonly<Record<string, SqlValue>>;

/** What measures make of a check. */
export type Verdict = Pick<
  CheckResult,
  "observed" | "unit" | "expected" | "failing" | "rows" | "reason"
> & {
  readonly status: "passed" | "warned" | "failed";
};

/** A check as SQL. */
export interface CompiledCheck {
  /** Aggregates by name, measured in the scan that all checks of the relation share. */
  readonly metrics: Readonly<Record<string, string>>;
  /** A query of its own giving one row with `failing` and `distinct_keys`. */
  readonly set?: string | undefined;
  /** Lists the failing rows, and how to order them. */
  readonly failingRows?:
    { readonly select: string; readonly orderBy?: string | undefined } | undefined;
  /** True when the failing rows have the relation's columns, false when they have the author's. */
  readonly wholeRows: boolean;
  /** Turns what was measured into a verdict. Raises SluiceError when it cannot be read. */
  readonly judge: (measures: Measures) => Verdict;
}

export function columnSql(column: ColumnInfo, { scope }: Site): string {
  return scope.identifier(column.name);
}

/** The column of a check that names exactly one, with its SQL. */
export function onlyColumn(site: Site): { readonly column: ColumnInfo; readonly name: string } {
  const [column] = site.columns;
  if (column) return { column, name: columnSql(column, site) };
  throw new SluiceError({
    code: "INTERNAL.BUG",
    message: "A check was compiled before the columns of its relation were known.",
  });
}

/** The rows that a check looks at, by its author's filter and its window, when there is one. */
export function filterSql({ scope, options }: Site): string | undefined {
  const { where, last } = options;
  const conditions = [
    ...(where === undefined ? [] : [scope.expression(where)]),
    ...(last === undefined ? [] : [scope.within(last)]),
  ];
  return conditions.length === 0 ? undefined : conditions.join(" and ");
}

/** An aggregate that counts the rows for which all conditions hold; undefined ones are left out. */
export function countRows(scope: Scope, ...conditions: readonly (string | undefined)[]): string {
  const all = allOf(...conditions);
  return all === "" ? "count(*)" : scope.dialect.countIf(all);
}

/** Conditions joined by `and`; undefined ones are left out. */
export function allOf(...conditions: readonly (string | undefined)[]): string {
  return conditions.filter((condition) => condition !== undefined).join(" and ");
}

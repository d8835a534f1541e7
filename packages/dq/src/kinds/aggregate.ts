import type { TypedCheckSpec } from "@sluice/core";
import { columnNamed } from "@sluice/core/adapter";
import { statusOf, toCount, toObserved } from "../compile/judge.js";
import {
  allOf,
  columnSql,
  filterSql,
  type CompiledCheck,
  type Measures,
  type Site,
} from "../compile/scope.js";
import {
  boundShape,
  boundsProblem,
  describeBounds,
  plainBounds,
  withinSql,
  type BoundOptions,
  type Bounds,
} from "../spec/bounds.js";
import { defineKind } from "../spec/kind.js";
import {
  sqlText,
  type CommonOptions,
  type FilterOptions,
  type NullOptions,
} from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";
import { valueAs } from "./from-value.js";

/** Options of {@link aggregate}. */
export interface AggregateOptions extends CommonOptions, FilterOptions, NullOptions, BoundOptions {}

/**
 * An SQL aggregate over the relation lies within bounds. Of a float column named alone, as in `avg(price)`, NaN and
 * infinities are left out and counted in the result's reason. A null (nothing to aggregate) fails by default.
 * @example aggregate("sum(revenue) / count(distinct order_id)", { min: 10, max: 500 })
 */
export function aggregate(sql: string, options: AggregateOptions): TypedCheckSpec<never> {
  return typedSpec("aggregate", { args: { sql, ...plainBounds(options) } });
}

export const aggregateKind = defineKind({
  type: "aggregate",
  shape: { sql: sqlText, ...boundShape },
  columns: "none",
  filter: true,
  nulls: "fail",
  bands: false,
  fromValue: valueAs("sql"),
  title: ({ sql }) => sql,
  texts: ({ sql }) => [{ type: "expression", text: sql }],
  problem: (args, { dialect }) => boundsProblem(args, { dialect }),
  compile: ({ sql, ...bounds }, site) => compileAggregate(sql, bounds, site),
});

function compileAggregate(sql: string, bounds: Bounds, site: Site): CompiledCheck {
  const { dialect } = site.scope;
  const call = floatCall(sql, site);
  const value = call ? finiteCall(call, site) : freeExpression(sql, site);
  return {
    metrics: {
      value,
      within: withinSql(value, bounds, { dialect }),
      ...(call ? nonFiniteCounts(call.name, site) : {}),
    },
    wholeRows: true,
    judge: (measures) => {
      const observed = toObserved(measures["value"]);
      const within = measures["within"] === true && !Number.isNaN(observed);
      const holds = observed === null ? site.options.onNull === "pass" : within;
      const reason =
        leftOut(measures) ?? (observed === null ? "there is nothing to aggregate" : undefined);
      return {
        status: statusOf(holds, site.options),
        observed,
        expected: describeBounds(bounds),
        reason,
      };
    },
  };
}

/** An author's expression; a filter needs a scan of its own, in the same query. */
function freeExpression(sql: string, site: Site): string {
  const expression = site.scope.expression(sql);
  const where = filterSql(site);
  return where === undefined
    ? expression
    : `(select ${expression} from ${site.scope.from} where ${where})`;
}

interface FloatCall {
  readonly fn: string;
  /** Quoted name of the column. */
  readonly name: string;
}

const callPattern =
  /^\s*(sum|avg|mean|min|max|median|stddev|stddev_samp|stddev_pop|variance|var_samp|var_pop)\s*\(\s*("?)(\w+)\2\s*\)\s*$/i;

/** The call of a numeric aggregate on one float column, when the expression is nothing else. */
function floatCall(sql: string, site: Site): FloatCall | undefined {
  const [, fn, , written] = callPattern.exec(sql) ?? [];
  const column = columnNamed(site.all, written ?? "");
  if (fn === undefined || !column) return undefined;
  const isFloat = site.scope.dialect.parseType(column.type).kind === "float";
  return isFloat ? { fn: fn.toLowerCase(), name: columnSql(column, site) } : undefined;
}

/** One NaN would make a sum NaN, and one infinity makes DuckDB's stddev fail the whole query. */
function finiteCall({ fn, name }: FloatCall, site: Site): string {
  const condition = allOf(filterSql(site), site.scope.dialect.isFinite(name));
  return `${fn}(case when ${condition} then ${name} end)`;
}

function nonFiniteCounts(name: string, site: Site): Record<string, string> {
  const { dialect } = site.scope;
  const where = filterSql(site);
  const nan = dialect.isNaN(name);
  const infinite = `not (${dialect.isFinite(name)}) and not (${nan})`;
  return {
    nan: dialect.countIf(allOf(where, nan)),
    infinite: dialect.countIf(allOf(where, infinite)),
  };
}

function leftOut(measures: Measures): string | undefined {
  const [nan, infinite] = [toCount(measures["nan"]), toCount(measures["infinite"])];
  const parts = [nan > 0 ? `${nan} NaN` : "", infinite > 0 ? `${infinite} infinite` : ""].filter(
    (part) => part !== "",
  );
  return parts.length === 0 ? undefined : `left out: ${parts.join(" and ")}`;
}

import type { TypedCheckSpec } from "@sluice/core";
import { SluiceError, type SqlValue, type TypeKind } from "@sluice/core/adapter";
import { durationMs, formatDuration } from "@sluice/core/duration";
import { z } from "zod";
import { statusOf } from "../compile/judge.js";
import {
  filterSql,
  onlyColumn,
  type CompiledCheck,
  type Site,
  type Verdict,
} from "../compile/scope.js";
import { defineKind, type Args } from "../spec/kind.js";
import type { CommonOptions, FilterOptions, NullOptions } from "../spec/options.js";
import { typedSpec } from "../spec/typed-spec.js";
import { valueAs } from "./from-value.js";

/** Options of {@link freshness}; durations as `90s`, `30m`, `12h`, `1d`, `2w`. */
export interface FreshnessOptions extends CommonOptions, FilterOptions, NullOptions {
  /** Age of the newest value above which the check warns. */
  readonly warn_after?: string;
  /** Age of the newest value above which it fails. */
  readonly error_after?: string;
}

/**
 * The newest value of a date or time column is young enough, measured against the run's `$now`. Times without a zone
 * are UTC; a date counts from its midnight. Without any value there is no age: that fails by default (`on_null`).
 * @example freshness("updated_at", { warn_after: "1d", error_after: "2d" })
 */
export function freshness<const C extends string>(
  column: C,
  options: FreshnessOptions,
): TypedCheckSpec<C> {
  return typedSpec("freshness", { column, args: options });
}

const duration = z
  .string()
  .refine((text) => durationMs(text) !== undefined, "expected a duration such as 12h or 1d")
  .optional();
const shape = { warn_after: duration, error_after: duration };
const times: readonly TypeKind[] = ["date", "timestamp", "timestamptz"];

export const freshnessKind = defineKind({
  type: "freshness",
  readsClock: true,
  shape,
  columns: "one",
  filter: true,
  nulls: "fail",
  bands: false,
  fromValue: valueAs("error_after"),
  onlyWarns: (args) => args.error_after === undefined,
  problem: (args, { columns: [column], dialect }) => {
    const { warn_after, error_after } = args;
    if (warn_after === undefined && error_after === undefined)
      return "give `warn_after`, `error_after` or both";
    if (seconds(warn_after) > seconds(error_after))
      return "`warn_after` is longer than `error_after`";
    if (!column || times.includes(dialect.parseType(column.type).kind)) return undefined;
    return `freshness needs a date or timestamp, but \`${column.name}\` is ${column.type}`;
  },
  compile: (args, site) => compileFreshness(args, site),
});

/** Seconds of a duration that may not be given; without one, no limit is shorter than another. */
function seconds(text: string | undefined): number {
  return text === undefined ? NaN : (durationMs(text) ?? NaN) / 1000;
}

function compileFreshness(args: Args<typeof shape>, site: Site): CompiledCheck {
  const { name } = onlyColumn(site);
  const where = filterSql(site);
  return {
    metrics: {
      newest: where === undefined ? `max(${name})` : `max(case when ${where} then ${name} end)`,
    },
    wholeRows: true,
    judge: ({ newest }) => judgeAge(newest ?? null, args, site),
  };
}

function judgeAge(newest: SqlValue, args: Args<typeof shape>, site: Site): Verdict {
  const { options, scope } = site;
  const expected = [
    args.warn_after === undefined ? "" : `at most ${args.warn_after} old (warn)`,
    args.error_after === undefined ? "" : `at most ${args.error_after} old`,
  ]
    .filter((part) => part !== "")
    .join(", ");
  if (newest === null) {
    const status = statusOf(options.onNull === "pass", options);
    return { status, observed: null, expected, reason: "there is no value to take the age of" };
  }
  const age = (Date.parse(scope.now) - instant(newest)) / 1000;
  const old = age > seconds(args.error_after);
  const aging = age > seconds(args.warn_after);
  const status =
    old && options.severity === "error" ? "failed" : old || aging ? "warned" : "passed";
  const observed = Number.isFinite(age) ? Math.round(age) : String(age);
  return {
    status,
    observed,
    unit: "seconds",
    expected,
    reason: `newest value is ${showInstant(newest)}${showAge(age)}`,
  };
}

function showAge(age: number): string {
  if (!Number.isFinite(age)) return "";
  const told = formatDuration(Math.floor(Math.abs(age)) * 1000);
  return age < 0 ? `, ${told} after the run's time` : `, ${told} old`;
}

/** Milliseconds since 1970 of a date or time as engines return it. */
function instant(value: SqlValue): number {
  if (value instanceof Date) return value.getTime();
  const text = typeof value === "string" ? value.trim() : "";
  if (/^-?infinity$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  const zoned = /[+-]\d{2}$/.test(text) && text.length > 10 ? `${text}:00` : text;
  const full = zoned.length === 10 ? `${zoned}T00:00:00Z` : zoned.replace(" ", "T");
  const time = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(full) ? full : `${full}Z`);
  if (Number.isNaN(time)) {
    throw new SluiceError({
      code: "DQ.CHECK_ERROR",
      message: `The newest value is no date or time: ${showInstant(value)}.`,
    });
  }
  return time;
}

function showInstant(value: SqlValue): string {
  return typeof value === "string"
    ? value
    : value instanceof Date
      ? value.toISOString()
      : typeof value;
}

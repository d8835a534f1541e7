import type { SqlValue } from "@sluice/core";
import { describeThreshold, exceeds, needsRows } from "../spec/threshold.js";
import type { ResolvedOptions } from "../spec/options.js";
import type { Measures, Verdict } from "./scope.js";

/** Status of a check that holds or does not: its severity decides what not holding means. */
export function statusOf(
  holds: boolean,
  options: Pick<ResolvedOptions, "severity">,
): Verdict["status"] {
  if (holds) return "passed";
  return options.severity === "warn" ? "warned" : "failed";
}

/** Verdict on a number of failing rows, by the check's bands. */
export function judgeRows(measures: Measures, options: ResolvedOptions): Verdict {
  const failing = toCount(measures["failing"]);
  const rows = measures["rows"] === undefined ? undefined : toCount(measures["rows"]);
  const { warn, fail } = options;
  const over = (band: typeof warn) => band !== undefined && exceeds(band, failing, rows ?? 0);
  const status = over(fail) ? "failed" : over(warn) ? "warned" : "passed";
  return { status, observed: failing, failing, rows, expected: expectedRows(options) };
}

/** True when the bands of a check are shares of the rows looked at. */
export function judgesShares({ warn, fail }: ResolvedOptions): boolean {
  return needsRows(warn) || needsRows(fail);
}

function expectedRows({ warn, fail }: ResolvedOptions): string {
  const one = fail ?? warn ?? { count: 0 };
  if (!warn || !fail) {
    const none = "count" in one && one.count === 0;
    return `${none ? "" : "at most "}${describeThreshold(one)}`;
  }
  return `at most ${describeThreshold(warn)} (warn), ${describeThreshold(fail)} (fail)`;
}

/** A count as engines return it (number, bigint, decimal text, null for a sum over nothing). */
export function toCount(value: SqlValue | undefined): number {
  return value === null || value === undefined ? 0 : Number(value);
}

/** A measured value as results store it. */
export function toObserved(value: SqlValue | undefined): number | string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  if (value instanceof Date) return value.toISOString();
  return typeof value === "boolean" ? String(value) : JSON.stringify(value, plain);
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

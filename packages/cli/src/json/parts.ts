import type { PlanReason } from "@sluice/core";
import { z } from "zod";

/** Why a plan builds a model; `documents.ts` does not compile while one of core's is missing. */
export const planReasons = [
  "new",
  "definition changed",
  "parent changed",
  "data changed",
  "day changed",
  "reads the clock",
  "not deterministic",
  "rows due",
  "missing",
  "previously failed",
  "interrupted",
  "forced",
  "columns changed",
  "restated",
  "restatement unfinished",
  "intervals missing",
  "late input",
  "refused",
  "parent refused",
  "unchanged",
] as const satisfies readonly PlanReason[];

export const count = z.int().min(0);
export const seconds = z.number().min(0);

const place = z.strictObject({
  file: z.string().nullable().describe("Path relative to the project."),
  line: z.int().min(1).nullable(),
  column: z.int().min(1).nullable(),
  model: z.string().nullable(),
});

export const problem = z.strictObject({
  code: z.string().describe("A code of the error table; see `sluice explain`."),
  message: z.string(),
  why: z.string().nullable(),
  where: place,
  hints: z.array(z.string()),
  retryable: z.boolean().describe("The same command may succeed later without a change."),
});
export type ProblemDocument = z.infer<typeof problem>;

const cell = z.json().describe("Integers beyond 2^53, decimals, dates and times are strings.");
export const row = z.record(z.string(), cell);

export const checkResult = z.strictObject({
  model: z.string(),
  check: z.string(),
  type: z.string(),
  status: z.enum(["passed", "warned", "failed", "error", "skipped"]),
  severity: z.enum(["error", "warn"]),
  observed: z.union([z.number(), z.string()]).nullable(),
  unit: z
    .enum(["seconds"])
    .nullable()
    .describe("What `observed` is measured in, where it is no plain number."),
  expected: z.string().nullable(),
  failing: count.nullable().describe("Rows that fail."),
  rows: count.nullable().describe("Rows looked at."),
  sample: z.array(row),
  query: z.string().nullable().describe("SQL that lists all failing rows."),
  reason: z.string().nullable(),
  error: problem.optional(),
});
export type CheckResultDocument = z.infer<typeof checkResult>;

const checkCounts = z.strictObject({ passed: count, warned: count, failed: count });

export const node = z.strictObject({
  name: z.string(),
  kind: z.string(),
  status: z.enum(["built", "reused", "failed", "skipped", "cancelled"]),
  reason: z
    .enum(planReasons)
    .nullable()
    .describe(
      "Why it was to be built, or `unchanged`; null for nodes of runs that did not record it.",
    ),
  rows: count.nullable().describe("Of a table that is kept: rows written."),
  batches: z
    .strictObject({ done: count, of: count })
    .nullable()
    .describe("Queries that fill a table by time; null for other kinds."),
  seconds,
  version: z.string().describe("First 8 hex characters of the data fingerprint."),
  checks: checkCounts,
  check_results: z.array(checkResult).describe("Checks that did not pass."),
  error: problem.optional(),
  other_errors: z.array(problem).optional().describe("Errors beside `error`."),
});
export type NodeDocument = z.infer<typeof node>;

export const runSummary = z.strictObject({
  built: count,
  reused: count,
  failed: count,
  skipped: count,
  cancelled: count,
  warnings: count,
  removed: count.describe(
    "Tables and views that `clean` or `env expire` removed; of a build, models whose views were removed.",
  ),
  seconds: seconds.describe("Time of the run alone: without loading, planning and closing."),
});
export type RunSummaryDocument = z.infer<typeof runSummary>;

import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import type { ColumnInfo } from "@sluice/sql/text";
import type { SnapshotOptions } from "../../model/kind.js";
import { snapshotChecks } from "./snapshot-checks.js";
import { snapshotColumns } from "./snapshot-columns.js";
import { snapshotProblems } from "./snapshot-problems.js";

const { dialect } = duckdb({ path: ":memory:" });

function column(name: string, type = "VARCHAR"): ColumnInfo {
  return { name, type, nullable: true };
}

const query = [
  column("customer_id", "INTEGER"),
  column("Plan"),
  column("updated_at", "TIMESTAMP WITH TIME ZONE"),
  column("signed_on", "DATE"),
];

describe("snapshotProblems", () => {
  it.each<SnapshotOptions>([
    { key: "customer_id" },
    { key: ["customer_id", "plan"], updated_at: "updated_at" },
    { key: "customer_id", updated_at: "updated_at", strategy: "check", columns: ["PLAN"] },
    { key: "customer_id", updated_at: "Plan", valid_from: "now" },
    { key: "customer_id", valid_from: { column: "signed_on" }, hard_deletes: "new_record" },
    { key: "customer_id", columns: "all", current: "9999-12-31 23:59:59" },
    { key: "customer_id", current: "9999-12-31T00:00Z" },
  ])("finds nothing wrong with %j", (options) => {
    expect(snapshotProblems(query, options, dialect)).toEqual([]);
  });

  it.each<readonly [SnapshotOptions, string]>([
    [
      { key: "customer" },
      "`key` names `customer`, which the query does not give; did you mean `customer_id`?",
    ],
    [
      { key: ["customer_id", "x"] },
      "`key` names `x`, which the query does not give; it gives customer_id, Plan, updated_at, signed_on",
    ],
    [{ key: [] }, "`key` is empty"],
    [{ key: ["plan", "Plan"] }, "`key` names `plan` twice"],
    [
      { key: "customer_id", updated_at: "update_at" },
      "`updated_at` names `update_at`, which the query does not give; did you mean `updated_at`?",
    ],
    [
      { key: "customer_id", columns: ["plann"] },
      "`columns` names `plann`, which the query does not give; did you mean `Plan`?",
    ],
    [
      { key: "customer_id", columns: [] },
      "`columns` is empty, so that nothing would ever be a change",
    ],
    [
      { key: "customer_id", valid_from: { column: "signed_at" } },
      "`valid_from` names `signed_at`, which the query does not give; did you mean `signed_on`?",
    ],
    [{ key: "customer_id", strategy: "timestamp" }, "the strategy `timestamp` needs `updated_at`"],
    [
      { key: "customer_id", valid_from: "updated_at" },
      "`valid_from: updated_at` needs `updated_at`",
    ],
    [
      { key: "customer_id", updated_at: "updated_at", columns: ["plan"] },
      "`columns` are compared by the strategy `check`; with `updated_at` alone the strategy is `timestamp`, so write `strategy: check` or leave `columns` out",
    ],
    [
      { key: ["customer_id", "signed_on"], valid_from: { column: "signed_on" } },
      "`signed_on` dates the versions of a key and cannot be part of it",
    ],
    [
      { key: "customer_id", updated_at: "plan" },
      "`Plan` says from when a version holds, but is VARCHAR; cast it to a date or timestamp, or set `valid_from: now`",
    ],
    [{ key: "customer_id", current: "never" }, '`current` is no date or timestamp: "never"'],
    [
      { key: "customer_id", current: "2999-02-31" },
      '`current` is no date or timestamp: "2999-02-31"',
    ],
  ])("finds fault with %j", (options, problem) => {
    expect(snapshotProblems(query, options, dialect)).toEqual([problem]);
  });

  it("finds columns that the snapshot adds itself, in any case", () => {
    const problems = (name: string, options: SnapshotOptions) =>
      snapshotProblems([...query, column(name)], options, dialect);
    const own = { key: "customer_id" };
    expect(problems("Valid_From", own)).toEqual([
      "the query gives `Valid_From`, a column that the snapshot itself adds; rename it",
    ]);
    expect(problems("valid_to", own)).toHaveLength(1);
    expect(problems("is_deleted", own)).toEqual([]);
    expect(problems("is_deleted", { ...own, hard_deletes: "new_record" })).toHaveLength(1);
    expect(problems("sluice_ends", own)).toHaveLength(1);
  });
});

describe("snapshotColumns", () => {
  it("adds validity of the type of what dates versions, and whether a key is gone", () => {
    const added = (options: SnapshotOptions) =>
      snapshotColumns(query, options, dialect)
        .slice(query.length)
        .map(({ name, type, nullable }) => `${name} ${type}${nullable ? "" : " not null"}`);
    expect(added({ key: "customer_id" })).toEqual([
      "valid_from TIMESTAMP not null",
      "valid_to TIMESTAMP",
    ]);
    expect(added({ key: "customer_id", updated_at: "Updated_At", current: "9999-12-31" })).toEqual([
      "valid_from TIMESTAMP WITH TIME ZONE not null",
      "valid_to TIMESTAMP WITH TIME ZONE not null",
    ]);
    expect(
      added({
        key: "customer_id",
        valid_from: { column: "signed_on" },
        hard_deletes: "new_record",
      }),
    ).toEqual(["valid_from DATE not null", "valid_to DATE", "is_deleted BOOLEAN not null"]);
  });
});

describe("snapshotChecks", () => {
  it("asks that at most one row of a key holds, and that each row has a key and a start", () => {
    expect(snapshotChecks({ key: ["a", "b"] })).toEqual([
      {
        type: "non_overlapping",
        args: { columns: ["a", "b"], from: "valid_from", to: "valid_to", on_null: "fail" },
      },
      { type: "not_null", column: "a", args: {} },
      { type: "not_null", column: "b", args: {} },
      { type: "not_null", column: "valid_from", args: {} },
    ]);
  });
});

import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { columns } from "../../../test/keyed-engine.js";
import type { IncrementalByKeyOptions } from "../../model/kind.js";
import { keyProblems } from "./merge-problems.js";

const { dialect } = duckdb({ path: ":memory:" });
const given = columns(
  "user_id BIGINT",
  "Region VARCHAR",
  "updated_at TIMESTAMP",
  "gone BOOLEAN",
  "price DOUBLE",
);
const problems = (options: IncrementalByKeyOptions) =>
  keyProblems(given, options, dialect).map(({ message, hints }) => [message, ...hints].join(" "));

describe("the options of a merge", () => {
  it.each<readonly [string, IncrementalByKeyOptions]>([
    ["one column", { key: "user_id" }],
    ["several, in any case", { key: ["USER_ID", "region", "updated_at"] }],
    ["all options", { key: "user_id", updated_at: "UPDATED_AT", deletes: { column: "Gone" } }],
    ["a counter", { key: "region", updated_at: "user_id", deletes: "missing" }],
  ])("are right with %s", (_, options) => {
    expect(problems(options)).toEqual([]);
  });

  it.each<readonly [string, IncrementalByKeyOptions, readonly string[]]>([
    [
      "an empty list",
      { key: [] },
      [
        "its `key` names no column. Name the columns that tell rows apart; for rows that are only added, `append`.",
      ],
    ],
    [
      "an empty name",
      { key: "" },
      [
        "the query gives no column ``, its `key`. It gives: user_id, Region, updated_at, gone, price.",
      ],
    ],
    [
      "a wrong name",
      { key: "userid" },
      ["the query gives no column `userid`, its `key`. Did you mean `user_id`?"],
    ],
    [
      "a wrong name in a list",
      { key: ["user_id", "regoin"] },
      ["the query gives no column `regoin`, its `key`. Did you mean `Region`?"],
    ],
    ["a name twice", { key: ["user_id", "User_ID"] }, ["its `key` names `User_ID` twice."]],
    [
      "an unknown time",
      { key: "user_id", updated_at: "update_at" },
      ["the query gives no column `update_at`, its `updated_at`. Did you mean `updated_at`?"],
    ],
    [
      "a text for a time",
      { key: "user_id", updated_at: "region" },
      [
        "`Region`, its `updated_at`, is VARCHAR, whose order is not that of time. Cast it in the query to a date, a timestamp or an integer.",
      ],
    ],
    [
      "a float for a time",
      { key: "user_id", updated_at: "price" },
      [
        "`price`, its `updated_at`, is DOUBLE, whose order is not that of time. Cast it in the query to a date, a timestamp or an integer.",
      ],
    ],
    [
      "an unknown flag",
      { key: "user_id", deletes: { column: "deleted" } },
      [
        "the query gives no column `deleted`, its `deletes`. It gives: user_id, Region, updated_at, gone, price.",
      ],
    ],
    [
      "a flag that is none",
      { key: "user_id", deletes: { column: "region" } },
      [
        "`Region`, its `deletes`, is VARCHAR and not a boolean. Give a comparison in the query, such as `op = 'D' as region`.",
      ],
    ],
    [
      "everything wrong",
      { key: ["a", "b"], updated_at: "c", deletes: { column: "d" } },
      [
        expect.anything() as string,
        expect.anything() as string,
        expect.anything() as string,
        expect.anything() as string,
      ],
    ],
  ])("are wrong with %s", (_, options, expected) => {
    expect(problems(options)).toEqual(expected);
  });
});

import { duckdb } from "@sluice/adapter-duckdb";
import { expect, it } from "vitest";
import { columns } from "../../../test/keyed-engine.js";
import { append } from "./append.js";

const { dialect } = duckdb({ path: ":memory:" });
const given = columns("user_id BIGINT", "updated_at TIMESTAMP", "gone BOOLEAN");

it("the `time` of an append is a column with an order, or none", () => {
  const messages = (time?: string) =>
    append.problems({ type: "append", time }, given, dialect).map(({ message }) => message);
  expect(messages()).toEqual([]);
  expect(messages("Updated_At")).toEqual([]);
  expect(messages("tme")).toEqual(["the query gives no column `tme`, its `time`."]);
  expect(messages("gone")).toEqual([
    "`gone`, its `time`, is BOOLEAN, whose order is not that of time.",
  ]);
});

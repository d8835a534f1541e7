import type { WarehouseAdapter } from "@sluice/core/adapter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { duckdb } from "./index.js";
import { timeFormatProblem } from "./time-format-problem.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

/** True where the engine both reads and writes by the format. */
async function accepts(format: string): Promise<boolean> {
  const sql = `select try_strptime('x', '${format}'), strftime(timestamp '2024-02-03', '${format}')`;
  return warehouse.execute(sql).then(
    () => true,
    () => false,
  );
}

const date = "%Y-%m-%d";
const letters = Array.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%1 ");

describe("a format of dates", () => {
  test.each(["", "-"])("is refused with a directive that DuckDB lacks, flag `%s`", async (flag) => {
    for (const letter of letters) {
      const format = `${date} %H %p%${flag}${letter}`;
      const isTaken = timeFormatProblem(format) === undefined;
      expect([format, isTaken]).toEqual([format, await accepts(format)]);
    }
  });

  test.each([
    ["%d/%m/%s", 6, "there is no directive `%s`", "to_timestamp(n)"],
    ["%Q", 0, "there is no directive `%Q`", "make_timestamp_ms(n)"],
    ["%F", 0, "there is no directive `%F`", "DuckDB writes `%Y-%m-%d`."],
    ["%-b %d %Y", 0, "there is no directive `%-b`", "DuckDB writes `%b`."],
    ["%d/%m/%", 6, "a percent sign stands at its end", "Directives are %Y %y (year)"],
    ["%d/%m", 0, "it has no year", "`%d/%m/%Y`"],
    ["%H:%M", 0, "it has no year", "declare the column as text"],
    ["%Y-%d", 0, "it has no month", "`%d/%m/%Y`"],
    ["%Y-%m", 0, "it has no day", "`%d/%m/%Y`"],
    ["%G-W%V", 0, "it has no month", "`%d/%m/%Y`"],
    ["%m/%d/%Y %I:%M", 0, "no `%p` says which half of the day", "Add `%p`"],
    ["100%%Y %m %d", 0, "it has no year", "`%d/%m/%Y`"],
  ])("is refused with its place and what to write: %s", (format, at, message, hint) => {
    const problem = timeFormatProblem(format);
    expect(problem?.at).toBe(at);
    expect(problem?.message).toContain(message);
    expect(problem?.hints.join("\n")).toContain(hint);
  });

  test.each(["%d/%m/%Y", "%-d.%-m.%y", "%c", "%x", "%Y %j", "%G-W%V-%u", "%b %d, %Y %I:%M %p"])(
    "says a whole date: %s",
    (format) => {
      expect(timeFormatProblem(format)).toBeUndefined();
    },
  );
});

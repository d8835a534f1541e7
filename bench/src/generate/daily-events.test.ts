import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { dailyEvents, eventDate } from "./daily-events.js";

describe("dailyEvents", () => {
  it("computes a day twice to the same rows, and no other day", async () => {
    const events = dailyEvents(5, { checked: false });
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run("create table t (day date, id bigint, amount bigint, label varchar)");
    const read = async () =>
      (await connection.runAndReadAll("select day::varchar, * from t order by all")).getRowsJson();
    for (const statement of [...events.statements(0, "t"), ...events.statements(7, "t")])
      await connection.run(statement);
    const before = await read();
    expect(before.map(([day]) => day)).toEqual([
      ...Array.from({ length: 5 }, () => eventDate(0)),
      ...Array.from({ length: 5 }, () => eventDate(7)),
    ]);
    for (const statement of events.statements(7, "t")) await connection.run(statement);
    expect(await read()).toEqual(before);
    connection.closeSync();
  });
});

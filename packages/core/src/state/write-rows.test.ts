import os from "node:os";
import { duckdb } from "@sluice/adapter-duckdb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WarehouseAdapter } from "../warehouse/warehouse-adapter.js";
import { createState } from "./state-layout.js";
import { insertRows, stateRelation } from "./state-tables.js";
import { writeRows } from "./write-rows.js";

/** Rows with every type of the state, nulls, and text that a literal has to quote. */
function rows(count: number) {
  return Array.from({ length: count }, (_, i) => ({
    run_id: "run",
    environment: i % 3 === 0 ? null : "prod",
    model: `shop.it's ${String(i)}`,
    check_name: 'a "name"\nwith lines \u{1F600} \\',
    check_type: "",
    status: undefined,
    severity: "error",
    observed: null,
    failing: i % 2 === 0 ? i : BigInt(i) * 2n ** 40n,
    checked_rows: i === 0 ? null : Number.MAX_SAFE_INTEGER,
    result: JSON.stringify({ at: [i, null, "ä"] }),
    checked_at: new Date(Date.UTC(2024, 0, 31, 23, 59, 59, i % 1000)),
  }));
}

describe("rows of the state", () => {
  let warehouse: WarehouseAdapter;
  beforeAll(async () => {
    const engine = duckdb({ path: ":memory:" });
    warehouse = await engine.openScratch({ projectDir: os.tmpdir() });
    for (const statement of createState(warehouse.dialect)) await warehouse.execute(statement);
  });
  afterAll(() => warehouse.close());

  async function written(write: (count: number) => Promise<void>, count: number) {
    const table = warehouse.dialect.relation(stateRelation("check_results"));
    await warehouse.execute(`delete from ${table}`);
    await write(count);
    const found: unknown[] = [];
    for await (const row of warehouse.query(`select * from ${table} order by checked_at, model`))
      found.push(row);
    return found;
  }

  const byLiterals = async (count: number) => {
    for (const statement of insertRows(warehouse.dialect, "check_results", rows(count)))
      await warehouse.execute(statement);
  };
  const asWritten = (count: number) =>
    warehouse.transaction((runner) =>
      writeRows({ runner, dialect: warehouse.dialect }, "check_results", rows(count)),
    );

  it.each([0, 1, 49, 50, 51, 1200])("are the same however many are written: %i", async (count) => {
    const found = await written(asWritten, count);
    expect(found).toHaveLength(count);
    expect(found).toEqual(await written(byLiterals, count));
  });

  it.each([10, 100])("are gone with the transaction that wrote them: %i", async (count) => {
    const failed = async () => {
      await warehouse
        .transaction(async (runner) => {
          await writeRows({ runner, dialect: warehouse.dialect }, "check_results", rows(count));
          throw new RangeError("stop");
        })
        .catch((error: unknown) => expect(error).toBeInstanceOf(RangeError));
    };
    expect(await written(failed, count)).toEqual([]);
  });
});

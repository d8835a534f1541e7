import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { heavyModels, tpchQueries } from "./models.js";
import { tpchStatements } from "./tables.js";

describe("TPC-H data and queries", () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(":memory:")).connect();
    for (const statement of tpchStatements(0.05)) await connection.run(statement);
  }, 120_000);
  afterAll(() => connection.closeSync());

  const one = async (sql: string) => {
    const [row] = (await connection.runAndReadAll(sql)).getRowsJS();
    return row?.map(Number);
  };

  it("has the specification's numbers of rows", async () => {
    const count = (table: string) => one(`select count(*) from ${table}`);
    expect(await count("region")).toEqual([5]);
    expect(await count("nation")).toEqual([25]);
    expect(await count("supplier")).toEqual([500]);
    expect(await count("partsupp")).toEqual([40_000]);
    expect(await count("orders")).toEqual([75_000]);
    const [lines = 0] = (await count("lineitem")) ?? [];
    expect(lines / 75_000).toBeCloseTo(4, 1);
  });

  it("keeps its keys and date rules", async () => {
    const wrong = [
      "select count(*) from lineitem where not exists (from partsupp where ps_partkey = l_partkey and ps_suppkey = l_suppkey)",
      "select count(*) from orders where not exists (from customer where c_custkey = o_custkey)",
      "select count(*) from lineitem join orders on o_orderkey = l_orderkey where l_shipdate <= o_orderdate or l_receiptdate <= l_shipdate",
      "select count(*) - count(distinct (l_orderkey, l_linenumber)) from lineitem",
    ];
    for (const sql of wrong) expect(await one(sql), sql).toEqual([0]);
  });

  it("leaves a third of the customers without orders", async () => {
    const sql =
      "select avg((c_custkey not in (select o_custkey from orders))::integer) from customer";
    const [share = 0] = (await one(sql)) ?? [];
    expect(share).toBeCloseTo(1 / 3, 2);
  });

  it("has 22 queries, and each finds rows", async () => {
    const queries = tpchQueries();
    expect(queries).toHaveLength(22);
    for (const query of queries) {
      const result = await connection.runAndReadAll(query.sql(() => ""));
      expect(result.currentRowCount, query.name).toBeGreaterThan(0);
    }
  }, 60_000);

  it("feeds a chain of heavy models, down to the last", async () => {
    for (const model of heavyModels())
      await connection.run(`create table ${model.name} as ${model.sql((of) => of.name)}`);
    expect(await one("select count(*) from line_facts")).toEqual(
      await one("select count(*) from lineitem"),
    );
    expect(await one("select count(*) from segment_ranking")).toEqual([5000]);
  }, 60_000);
});

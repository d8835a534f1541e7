import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeAdapter } from "@sluice/adapter-testkit";
import { duckdb } from "./index.js";

const types = {
  "INTEGER[]": [[], [1, null, -3]],
  "VARCHAR[][]": [[["it's", ""], []]],
  HUGEINT: [2n ** 126n, -(2n ** 126n)],
  'STRUCT(a INTEGER, "b c" DECIMAL(9,2)[])': [
    { a: 1, "b c": ["1.50", null] },
    { a: null, "b c": null },
  ],
  "MAP(VARCHAR, BIGINT)": [new Map(), new Map([["x", 1n]])],
  "ENUM('small', 'it''s')": ["small", "it's"],
};

describeAdapter("duckdb in memory", {
  types,
  create: () => duckdb({ path: ":memory:" }),
  absent: ["backup"],
});

const folder = mkdtempSync(join(tmpdir(), "sluice-duckdb-"));
describeAdapter("duckdb in a file", {
  types,
  create: () => duckdb({ path: join(folder, "warehouse.duckdb"), threads: 2 }),
  cleanup: () => rmSync(folder, { recursive: true, force: true }),
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeAdapter } from "@sluice/adapter-testkit";
import { duckdb } from "./index.js";

describeAdapter("duckdb in memory", { create: () => duckdb({ path: ":memory:" }) });

const folder = mkdtempSync(join(tmpdir(), "sluice-duckdb-"));
describeAdapter("duckdb in a file", {
  create: () => duckdb({ path: join(folder, "warehouse.duckdb"), threads: 2 }),
  cleanup: () => rmSync(folder, { recursive: true, force: true }),
});

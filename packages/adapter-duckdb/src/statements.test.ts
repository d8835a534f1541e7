import { fileURLToPath } from "node:url";
import { describeStatements } from "@sluice/adapter-testkit";
import { duckdb } from "./index.js";

describeStatements("duckdb", {
  dialect: duckdb({ path: ":memory:" }).dialect,
  folder: fileURLToPath(new URL("../test/golden", import.meta.url)),
});

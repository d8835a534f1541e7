import { duckdb } from "@sluice/adapter-duckdb";
import type { SqlLanguage } from "../src/adapter/sql-language.js";

/** How queries of DuckDB are read. */
export const language: SqlLanguage = duckdb({ path: ":memory:" }).dialect;
export const { lexis, functions } = language;

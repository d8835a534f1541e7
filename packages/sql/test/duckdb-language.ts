import { duckdb } from "@sluice/adapter-duckdb";
import type { SqlLanguage } from "../src/text/sql-language.js";

/** How queries of DuckDB are read. */
export const language: SqlLanguage = duckdb({ path: ":memory:" }).dialect;
export const { lexis, functions } = language;

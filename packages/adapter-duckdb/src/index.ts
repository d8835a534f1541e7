export { duckdb } from "./engine.js";
export type { DuckdbOptions } from "./options.js";

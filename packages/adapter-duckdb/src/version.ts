/** The library this package is built and tested against; part of cache keys. A test compares it with the real one. */
export const engineName = "duckdb 1.5.6";

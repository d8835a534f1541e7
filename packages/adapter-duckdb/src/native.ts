import type * as Api from "@duckdb/node-api";

export type Native = (typeof Api)["default"];

/** The native library, loaded at the first open: importing this package costs no native code. */
export async function loadNative(): Promise<Native> {
  return (await import("@duckdb/node-api")).default;
}

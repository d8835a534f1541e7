import type * as Api from "@duckdb/node-api";

export type Native = typeof Api;

let loading: Promise<Native> | undefined;

/** The native library, loaded at the first open: importing this package costs no native code. */
export function loadNative(): Promise<Native> {
  loading ??= import("@duckdb/node-api");
  return loading;
}

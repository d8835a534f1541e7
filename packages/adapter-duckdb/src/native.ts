import { createRequire } from "node:module";
import type * as Api from "@duckdb/node-api";

export type Native = typeof Api;

// `require`, because Node reads all files of an imported CommonJS package twice, once for the names of its exports.
const require = createRequire(import.meta.url);

/** The native library, loaded at the first open: importing this package costs no native code. */
export function loadNative(): Native {
  return require("@duckdb/node-api") as Native;
}

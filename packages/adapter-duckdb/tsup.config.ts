import { packageBuild } from "../../tsup.shared.js";

// The engine's own files are a chunk of their own, read at the first open. The native library stays a package.
export default packageBuild({
  entry: { index: "src/index.ts" },
  bundled: ["@duckdb/node-api"],
  external: ["@duckdb/node-bindings"],
});

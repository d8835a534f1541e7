import { packageBuild } from "../../tsup.shared.js";

// Commands are imported on demand; splitting gives each its own chunk, so that
// `sluice --version` loads none of them. What options are read with is built in: core is loaded by commands only.
export default packageBuild({
  entry: { main: "src/main.ts" },
  dts: false,
  noExternal: ["@sluice/core/duration"],
});

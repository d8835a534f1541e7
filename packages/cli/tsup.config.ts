import { packageBuild } from "../../tsup.shared.js";

// `sluice --version` loads no command. What options are read with is built in: core is loaded by commands only.
export default packageBuild({
  entry: { main: "src/main.ts" },
  dts: false,
  bundled: ["@sluice/core/duration", "commander", "diff", "get-east-asian-width", "picocolors"],
  esbuildOptions: (options) => {
    options.alias = { "@sluice/core/duration": "../core/src/base/timeout/duration.ts" };
  },
});

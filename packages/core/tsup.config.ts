import { packageBuild } from "../../tsup.shared.js";

export default packageBuild({
  entry: {
    index: "src/index.ts",
    "adapter/index": "src/warehouse/index.ts",
    // By itself, for those that read options before they load anything else.
    duration: "src/base/timeout/duration.ts",
    "testing/index": "src/testing/index.ts",
    // One copy for all packages.
    zod: "src/zod.ts",
  },
  bundled: ["croner", "yaml", "zod"],
});

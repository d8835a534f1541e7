import { packageBuild } from "../../tsup.shared.js";

export default packageBuild({
  entry: {
    index: "src/index.ts",
    "adapter/index": "src/adapter/index.ts",
    "testing/index": "src/testing/index.ts",
  },
});

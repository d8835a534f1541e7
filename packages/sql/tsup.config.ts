import { packageBuild } from "../../tsup.shared.js";

export default packageBuild({
  entry: {
    "text/index": "src/text/index.ts",
    "tree/index": "src/tree/index.ts",
    "lineage/index": "src/lineage/index.ts",
    "change/index": "src/change/index.ts",
  },
});

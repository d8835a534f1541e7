import { packageBuild } from "../tsup.shared.js";

// `task` is what the measured processes run.
export default packageBuild({ entry: { main: "src/main.ts", task: "src/task.ts" }, dts: false });

import { describeEdits } from "@sluice/adapter-testkit";
import { duckdb } from "./index.js";

describeEdits("edits on duckdb", {
  create: ({ fresh, settings }) =>
    duckdb({ path: fresh ? ":memory:" : "edits.duckdb", threads: 1, settings }),
  rowText: (alias) => `to_json(${alias})::varchar`,
});

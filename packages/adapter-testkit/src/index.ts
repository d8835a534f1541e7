export { describeAdapter } from "./describe-adapter.js";
export type { AdapterSuite, GroupName } from "./describe-adapter.js";
export type { AdapterUnderTest } from "./context.js";
export type { Feature } from "./features.js";
export { describeStatements } from "./statements/describe-statements.js";
export type { StatementsSuite } from "./statements/describe-statements.js";
export { describeEdits } from "./edits/describe-edits.js";
export type { EditsSuite } from "./edits/edit-run.js";

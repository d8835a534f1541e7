export { describeAdapter } from "./describe-adapter.js";
export type { AdapterSuite, GroupName } from "./describe-adapter.js";
export type { AdapterUnderTest } from "./context.js";

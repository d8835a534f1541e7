export { openModelTests } from "./model-tests.js";
export type { FixtureRows, ModelTest, ModelTests, ModelTestsOptions } from "./model-tests.js";

export { openModelTests } from "./model-tests.js";
export type {
  FixtureRows,
  ModelTest,
  ModelTests,
  ModelTestsOptions,
  TestRows,
} from "./model-tests.js";

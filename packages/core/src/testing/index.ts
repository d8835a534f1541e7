export { openModelTests } from "./model-tests.js";
export type {
  ExpectedRows,
  FixtureRows,
  ModelTest,
  ModelTests,
  ModelTestsOptions,
  RowsForm,
  TestRows,
} from "./model-tests.js";

import type { RelationRef } from "../../warehouse/dialect.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import type { NameIndex } from "../../project/resolve/name-index.js";
import type { ValidatedGraph } from "../../project/validate/validate-project.js";

/** Project, engine and schema that a unit test runs on. */
export interface TestContext {
  readonly validated: ValidatedGraph;
  readonly index: NameIndex;
  readonly engine: WarehouseAdapter;
  /** Schema of this test's own tables. */
  readonly schema: string;
}

/** The test's own table for a relation that the model reads. */
export function tableRef(name: string, context: TestContext): RelationRef {
  return { schema: context.schema, name };
}

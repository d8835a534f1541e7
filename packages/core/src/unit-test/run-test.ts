import type { ColumnInfo } from "../adapter/dialect.js";
import type { SqlValue } from "../adapter/values.js";
import type { WarehouseAdapter } from "../adapter/warehouse-adapter.js";
import {
  isSluiceError,
  SluiceError,
  toDiagnostic,
  type Diagnostic,
} from "../errors/sluice-error.js";
import { parseNow } from "../load/now.js";
import { renderModel } from "../render/render-model.js";
import type { ModelNode } from "../resolve/graph.js";
import { isRelation, lookUp, type NameIndex } from "../resolve/name-index.js";
import { suggest } from "../select/suggest.js";
import { atUserPlace } from "../validate/engine-error.js";
import type { ValidatedGraph } from "../validate/validate-project.js";
import type { UnitTestResult } from "../workspace/workspace.js";
import { compareRelations } from "./compare.js";
import { cteNode } from "./cte-node.js";
import { createFixture, namedColumns } from "./fixtures.js";
import { testBounds } from "./test-bounds.js";
import type { LoadedTest } from "./test-file.js";

/** What a unit test runs on. */
export interface TestContext {
  readonly validated: ValidatedGraph;
  readonly index: NameIndex;
  readonly engine: WarehouseAdapter;
  /** Schema of this test's own tables. */
  readonly schema: string;
}

/** Runs one test on typed tables of a private engine. Never rejects: what cannot run is a result with an error. */
export async function runTest(loaded: LoadedTest, context: TestContext): Promise<UnitTestResult> {
  const started = performance.now();
  const { test, where } = loaded;
  const base = {
    name: test.name,
    model: test.model,
    file: where.file ?? "",
    columns: [],
    missing: [],
    unexpected: [],
    matched: 0,
  };
  const seconds = () => (performance.now() - started) / 1000;
  try {
    const result = await compare(loaded, context);
    const passed = result.missing.length === 0 && result.unexpected.length === 0;
    return { ...base, ...result, status: passed ? "passed" : "failed", seconds: seconds() };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    const found = toDiagnostic(error);
    return {
      ...base,
      status: "error",
      seconds: seconds(),
      error: { ...found, where: found.where ?? where },
    };
  } finally {
    await context.engine
      .execute(context.engine.dialect.dropSchema(context.schema))
      .catch(() => undefined);
  }
}

async function compare({ test, where }: LoadedTest, context: TestContext) {
  const { engine, validated } = context;
  const { dialect } = engine;
  const tested = testedNode(test.model, where, context);
  const node = test.cte === undefined ? tested : cteNode(tested, test.cte, where);
  const given = givenByName({ test, where }, context);
  await engine.execute(dialect.createSchema(context.schema));
  const inputs = inputsOf(node, new Set(given.keys()), context);
  refuseUnused([...given.keys()], inputs, { model: node.model.name, where });
  for (const name of inputs) {
    const columns = validated.columns.get(name) ?? [];
    await createFixture(
      { target: tableRef(name, context), columns, given: given.get(name), where, label: name },
      engine,
    );
  }
  const actual = { schema: context.schema, name: "#actual" };
  const columns = await runModel(node, { given, actual, loaded: { test, where }, context });
  const expectation = Array.isArray(test.expect)
    ? { rows: test.expect, ordered: false, columns: "partial" as const }
    : test.expect;
  const label = node.model.name;
  const named =
    expectation.columns === "exact"
      ? columns
      : namedColumns(expectation.rows, { columns, where, label });
  const compared = named.length > 0 ? named : columns;
  const expected = { schema: context.schema, name: "#expected" };
  await createFixture(
    { target: expected, columns: compared, given: expectation.rows, where, label: "expect" },
    engine,
  );
  const difference = await compareRelations(
    {
      expected: dialect.relation(expected),
      actual: dialect.relation(actual),
      columns: compared,
      ordered: expectation.ordered,
    },
    engine,
    dialect,
  );
  return { ...difference, model: node.model.name, columns: compared.map((c) => c.name) };
}

function testedNode(name: string, where: LoadedTest["where"], context: TestContext): ModelNode {
  const parts = name.split(".");
  const reference = { schema: parts.slice(0, -1).join(".") || undefined, name: parts.at(-1) ?? "" };
  const found = lookUp(context.index, reference, { schema: undefined, where });
  if (!isRelation(found)) throw SluiceError.of([{ ...found, code: "DQ.TEST_INVALID" }]);
  const node = context.validated.graph.nodes.get(found.name);
  if (node?.model.sql) return node;
  throw new SluiceError({
    code: "DQ.TEST_INVALID",
    message: `${found.name} has no query to test.`,
    where,
    hints: ["Unit tests run the SQL of models; seeds and `rows` models have none."],
  });
}

function givenByName({ test, where }: LoadedTest, context: TestContext) {
  return new Map(
    Object.entries(test.given).map(([name, rows]) => {
      const parts = name.split(".");
      const reference = {
        schema: parts.slice(0, -1).join(".") || undefined,
        name: parts.at(-1) ?? "",
      };
      const found = lookUp(context.index, reference, { schema: undefined, where });
      if (!isRelation(found)) throw SluiceError.of([{ ...found, code: "DQ.TEST_INVALID" }]);
      return [found.name, rows] as const;
    }),
  );
}

/** Relations a test must provide: what the model reads, ephemeral parents that are not given replaced by what they read. */
function inputsOf(
  node: ModelNode,
  given: ReadonlySet<string>,
  { validated }: TestContext,
): readonly string[] {
  const inputs = new Set<string>();
  const visit = (at: ModelNode): void => {
    for (const name of at.parents) {
      const parent = validated.graph.nodes.get(name);
      if (parent?.model.kind.type === "ephemeral" && !given.has(name)) visit(parent);
      else inputs.add(name);
    }
  };
  visit(node);
  return [...inputs];
}

function refuseUnused(
  given: readonly string[],
  inputs: readonly string[],
  test: { readonly model: string; readonly where: LoadedTest["where"] },
): void {
  const unused = given.find((name) => !inputs.includes(name));
  if (unused === undefined) return;
  throw new SluiceError({
    code: "DQ.TEST_INVALID",
    message: `${test.model} does not read ${unused}.`,
    where: test.where,
    hints: [
      `It reads: ${inputs.join(", ")}.`,
      ...suggest(unused, inputs).map((n) => `Did you mean \`${n}\`?`),
    ],
  });
}

function tableRef(name: string, context: TestContext) {
  return { schema: context.schema, name };
}

async function runModel(
  node: ModelNode,
  run: {
    readonly given: ReadonlyMap<string, unknown>;
    readonly actual: { readonly schema: string; readonly name: string };
    readonly loaded: LoadedTest;
    readonly context: TestContext;
  },
): Promise<readonly ColumnInfo[]> {
  const { engine, validated } = run.context;
  const { dialect } = engine;
  const rendered = renderModel(node, validated.graph, {
    dialect,
    relation: (name) => dialect.relation(tableRef(name, run.context)),
    parameters: testParameters(run.loaded.test, validated),
    parameterSql: testBounds(node, run.loaded, validated),
    inlineEphemeral: (name) => !run.given.has(name),
  });
  try {
    const { columns } = await engine.dryRun(rendered.text);
    await engine.execute(dialect.createTableAs(run.actual, rendered.text));
    return columns;
  } catch (error) {
    const found: Diagnostic = atUserPlace(
      engine.normalizeError(error, rendered.text),
      node.model,
      rendered,
    );
    throw SluiceError.of([found]);
  }
}

function testParameters(
  test: LoadedTest["test"],
  { graph }: ValidatedGraph,
): Readonly<Record<string, SqlValue>> {
  const { vars, now } = graph.project;
  const unknown = Object.keys(test.vars).find((name) => !(name in vars));
  if (unknown !== undefined) {
    const near = suggest(unknown, Object.keys(vars));
    throw new SluiceError({
      code: "DQ.TEST_INVALID",
      message: `The project has no variable \`${unknown}\`.`,
      hints: [
        near[0] === undefined
          ? `Declared are: ${Object.keys(vars).join(", ")}.`
          : `Did you mean \`${near[0]}\`?`,
      ],
    });
  }
  return {
    ...vars,
    ...test.vars,
    now: test.now === undefined ? now.at : parseNow(test.now).at,
    run_id: "unit-test",
  };
}

import type { RelationRef } from "../../warehouse/dialect.js";
import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import type { SqlValue } from "../../warehouse/values.js";
import {
  isSluiceError,
  SluiceError,
  toDiagnostic,
  type Diagnostic,
} from "../../base/errors/sluice-error.js";
import { parseNow } from "../../time/now.js";
import { renderModel } from "../../project/render/render-model.js";
import type { ModelNode } from "../../project/resolve/graph.js";
import { isRelation, lookUp } from "../../project/resolve/name-index.js";
import { suggest } from "../../base/suggest.js";
import { atUserPlace } from "../../project/validate/engine-error.js";
import type { ValidatedGraph } from "../../project/validate/validate-project.js";
import type { UnitTestResult } from "./unit-test-result.js";
import { compareRelations } from "./compare.js";
import { cteNode } from "./cte-node.js";
import { createFixtureTable, readFixture } from "./fixture-table.js";
import { invalidRows, type Fixture } from "./fixture.js";
import { tableRef, type TestContext } from "./test-context.js";
import { createInputs, givenByName, type GivenRows } from "./test-inputs.js";
import { testBounds } from "./test-bounds.js";
import type { LoadedTest } from "./test-file.js";

/** Runs one test on typed tables of a private engine. Never rejects: what cannot run is a result with an error. */
export async function runTest(loaded: LoadedTest, context: TestContext): Promise<UnitTestResult> {
  const started = performance.now();
  const { test, where } = loaded;
  const base = {
    name: test.name,
    model: test.model,
    file: where.file ?? "",
    ...(test.description === undefined ? {} : { description: test.description }),
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

async function compare(loaded: LoadedTest, context: TestContext) {
  const { engine, validated } = context;
  const { test, where } = loaded;
  const tested = testedNode(test.model, where, context);
  refuseUntyped(tested, validated);
  const node = test.cte === undefined ? tested : cteNode(tested, test.cte, where);
  const given = givenByName(loaded, context);
  await engine.execute(engine.dialect.createSchema(context.schema));
  await createInputs(node, { given, loaded, context });
  const actual = { schema: context.schema, name: "#actual" };
  const columns = await runModel(node, { given, actual, loaded, context });
  const expected = { schema: context.schema, name: "#expected" };
  const compared = await createExpected(expected, {
    rows: test.expect,
    relation: node.model.name,
    columns,
    path: ["expect"],
    loaded,
    schema: context.schema,
  });
  const difference = await compareRelations(
    {
      expected: engine.dialect.relation(expected),
      actual: engine.dialect.relation(actual),
      columns: compared,
      ordered: test.expect.ordered,
    },
    engine,
    engine.dialect,
  );
  return { ...difference, model: node.model.name, columns: compared.map((c) => c.name) };

  /** The table of the rows expected. Gives the columns that are compared: those named, or all. */
  async function createExpected(target: RelationRef, fixture: Fixture) {
    const rows = await readFixture(fixture, engine);
    const isPartial = test.expect.columns === "partial" && rows.columns.length > 0;
    if (!isPartial) refuseLacking(fixture, rows.columns);
    const used = isPartial ? rows.columns : columns;
    await createFixtureTable(target, { columns: used, rows }, engine);
    return used;
  }
}

/** Raises `DQ.TEST_INVALID` for rows that leave out a column of the model, all of which `columns: exact` compares. */
function refuseLacking(fixture: Fixture, named: readonly ColumnInfo[]): void {
  const lacking = fixture.columns.filter(({ name }) => columnNamed(named, name) === undefined);
  if (named.length === 0 || lacking.length === 0) return;
  const names = lacking.map(({ name }) => `\`${name}\``).join(", ");
  throw invalidRows(fixture, {
    message: `\`expect\` has \`columns: exact\` and lacks ${names} of ${fixture.relation}.`,
    hints: ["Name every column, or leave out `columns: exact` to compare those that are named."],
  });
}

/** The inputs of a test have the columns of what the model reads, which nobody knows while that cannot be read. */
function refuseUntyped({ model, parents }: ModelNode, { columns, faults }: ValidatedGraph): void {
  const fault = faults.get(model.name);
  if (!fault || parents.every((name) => columns.has(name))) return;
  const origin = fault.type === "own" ? fault : faults.get(fault.from);
  const [found, ...others] = origin?.type === "own" ? origin.diagnostics : [];
  if (found) throw SluiceError.of([found, ...others]);
}

function testedNode(name: string, where: LoadedTest["where"], context: TestContext): ModelNode {
  const parts = name.split(".");
  const reference = { schema: parts.slice(0, -1).join(".") || undefined, name: parts.at(-1) ?? "" };
  const found = lookUp(context.index, reference, { schema: undefined, where: () => where });
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

async function runModel(
  node: ModelNode,
  run: {
    readonly given: GivenRows;
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

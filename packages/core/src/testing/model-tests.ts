import type { SqlValue } from "../warehouse/values.js";
import type { CheckEngine } from "../model/check/check.js";
import { SluiceError } from "../base/errors/sluice-error.js";
import { loadProject } from "../project/load/load-project.js";
import { runTest } from "./unit-test/run-test.js";
import { parseTest, type LoadedTest } from "./unit-test/test-file.js";
import { Session } from "../session/session.js";
import { renderDifference } from "./render-difference.js";

/** Rows as objects by column. What is left out is null; values must be exactly of the type of their column. */
export type TestRows = readonly Readonly<Record<string, SqlValue | undefined>>[];

/** Rows as objects, as CSV text with a header, or as a query that gives them. */
export type RowsForm =
  { readonly rows: TestRows } | { readonly csv: string } | { readonly sql: string };

/** Rows for an input of a model. */
export type FixtureRows = TestRows | RowsForm;

/** Rows that a model must give, and how they are compared. */
export type ExpectedRows =
  | TestRows
  | (RowsForm & {
      /** @default false */
      readonly ordered?: boolean;
      /** @default "partial" */
      readonly columns?: "partial" | "exact";
    });

/** A test of one model: rows in, rows out. */
export interface ModelTest {
  /** Full name of the model, or its name alone where that is unambiguous. */
  readonly model: string;
  /** A common table expression of the model, tested instead of its result. */
  readonly cte?: string;
  /** Rows of what the model reads, by name. Inputs that are not given are empty. */
  readonly given?: Readonly<Record<string, FixtureRows>>;
  /** Values of project variables. */
  readonly vars?: Readonly<Record<string, string | number | boolean | null>>;
  /** The run's `$now`, an ISO date or timestamp. */
  readonly now?: string;
  /** `$start` of an incremental model: an ISO date or timestamp, or an integer where its time column is one. @default all time */
  readonly start?: string | number;
  /** `$end`, exclusive. @default all time */
  readonly end?: string | number;
  /** `$since` of an incremental model. @default as on its first run, below all values */
  readonly since?: string | number;
  /**
   * Rows the model must give, each as often as it stands here. Only columns that are named are compared, unless
   * `columns` is `exact`; order counts only when `ordered` is true.
   */
  readonly expect: ExpectedRows;
}

/** How a project is opened for tests. */
export interface ModelTestsOptions {
  /** A folder in or below the project. @default process.cwd() */
  readonly dir?: string;
  /** @default the configuration's `defaultTarget` */
  readonly target?: string;
  /** Overrides of project variables as text. */
  readonly vars?: Readonly<Record<string, string>>;
}

/** A project open for tests of its models. */
export interface ModelTests extends AsyncDisposable {
  /**
   * Runs a model on given rows in a private engine in memory; no warehouse is touched. Rejects with
   * `DQ.TEST_FAILED`, whose message shows the rows that differ, or with `DQ.TEST_INVALID`.
   */
  assertModel(test: ModelTest): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a project for tests of its models in any test runner. Open once a file: the project is read and bound once.
 * Rejects with the diagnostics of a project that is not valid.
 * @example
 * const tests = await openModelTests({ dir: "shop" });
 * afterAll(() => tests.close());
 *
 * test("orders without items count as zero", () =>
 *   tests.assertModel({
 *     model: "marts.fct_orders",
 *     given: { "staging.stg_orders": [{ order_id: 1 }] },
 *     expect: [{ order_id: 1, revenue: 0 }],
 *   }));
 */
export async function openModelTests(options: ModelTestsOptions = {}): Promise<ModelTests> {
  const project = await loadProject({
    dir: options.dir ?? process.cwd(),
    target: options.target,
    vars: options.vars,
    env: process.env,
  });
  const session = new Session(project, { checks: noChecks });
  try {
    await session.buildable();
  } catch (error) {
    await session.close();
    throw error;
  }
  let opened = 0;
  const close = () => session.close();
  return {
    assertModel: async (test) => {
      opened += 1;
      await assertModel(loaded(test), session, `model_test_${String(opened)}`);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function loaded(test: ModelTest): LoadedTest {
  const parsed = parseTest({ ...test, name: `test of ${test.model}` });
  if ("test" in parsed) return parsed;
  throw SluiceError.of([parsed]);
}

async function assertModel(test: LoadedTest, session: Session, schema: string): Promise<void> {
  const result = await runTest(test, {
    validated: await session.buildable(),
    engine: await session.scratch(),
    index: session.names,
    schema,
  });
  if (result.error) throw SluiceError.of([result.error]);
  if (result.status === "passed") return;
  throw new SluiceError({
    code: "DQ.TEST_FAILED",
    message: renderDifference(result),
    where: { model: result.model },
  });
}

/** Data checks play no part in tests of models: any is accepted, none is bound or run. */
const noChecks: CheckEngine = {
  parse: (spec) => ({
    ok: true,
    check: {
      name: JSON.stringify([spec.type, spec.column, spec.args]),
      type: spec.type,
      severity: "error",
      reads: [],
      spec,
    },
  }),
  run: async () => [],
  bind: async () => [],
};

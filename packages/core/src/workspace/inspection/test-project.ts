import { mapConcurrently } from "../../base/concurrency/map-concurrently.js";
import { EventQueue } from "../../run/event-queue.js";
import { raiseErrors } from "../../base/errors/sluice-error.js";
import { runTest } from "../../testing/unit-test/run-test.js";
import { loadTests, type LoadedTest } from "../../testing/unit-test/test-file.js";
import type { Session } from "../../session/session.js";
import type { Workspace } from "../workspace.js";
import type { UnitTestResult } from "../../testing/unit-test/unit-test-result.js";

/** Unit tests run at the same time. */
const CONCURRENCY = 4;

/** Runs the unit tests of a project in parallel, results as they come. Raises `DQ.TEST_INVALID` for files that cannot be read. */
export async function* testProject(
  session: Session,
  options: NonNullable<Parameters<Workspace["test"]>[0]>,
): AsyncGenerator<UnitTestResult> {
  const { tests, diagnostics } = await loadTests(session.project.dir);
  raiseErrors(diagnostics);
  yield* runTests(
    session,
    tests.filter((loaded) => wanted(loaded, options)),
    options.signal,
  );
}

/** Runs given tests in parallel. */
export async function* runTests(
  session: Session,
  tests: readonly LoadedTest[],
  signal?: AbortSignal,
): AsyncGenerator<UnitTestResult> {
  if (tests.length === 0) return;
  const validated = await session.buildable();
  const engine = await session.scratch();
  const queue = new EventQueue<UnitTestResult>();
  const context = { validated, engine, index: session.names };
  mapConcurrently(tests, CONCURRENCY, async (loaded, at) => {
    if (signal?.aborted === true) return;
    queue.push(await runTest(loaded, { ...context, schema: `unit_test_${String(at)}` }));
  }).then(
    () => queue.close(),
    (error: unknown) => queue.fail(error),
  );
  yield* queue;
}

function wanted(
  { test }: LoadedTest,
  options: { readonly models?: readonly string[]; readonly names?: readonly string[] },
): boolean {
  const { models = [], names = [] } = options;
  const byModel = models.length === 0 || models.some((model) => sameModel(model, test.model));
  return byModel && (names.length === 0 || names.some((name) => test.name.includes(name)));
}

/** True when two names, each with or without its schema, may mean the same model. */
function sameModel(a: string, b: string): boolean {
  const table = (name: string) => name.split(".").at(-1);
  return a === b || ((a === table(a) || b === table(b)) && table(a) === table(b));
}

import { EventQueue } from "../execute/event-queue.js";
import { SluiceError } from "../errors/sluice-error.js";
import { runTest } from "../unit-test/run-test.js";
import { loadTests, type LoadedTest } from "../unit-test/test-file.js";
import type { Session } from "./session.js";
import type { UnitTestResult, Workspace } from "./workspace.js";

/** Unit tests run at the same time. */
const CONCURRENCY = 4;

/** Runs the unit tests of a project in parallel, results as they come. Raises `DQ.TEST_INVALID` for files that cannot be read. */
export async function* testProject(
  session: Session,
  options: NonNullable<Parameters<Workspace["test"]>[0]>,
): AsyncGenerator<UnitTestResult> {
  const { tests, diagnostics } = loadTests(session.project.dir);
  const [first, ...others] = diagnostics;
  if (first) throw SluiceError.of([first, ...others]);
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
  const validated = await session.valid();
  const engine = await session.scratch();
  const queue = new EventQueue<UnitTestResult>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < tests.length && signal?.aborted !== true; at = next++) {
      const loaded = tests[at];
      const context = {
        validated,
        engine,
        index: session.names,
        schema: `unit_test_${String(at)}`,
      };
      if (loaded) queue.push(await runTest(loaded, context));
    }
  };
  Promise.all(Array.from({ length: CONCURRENCY }, worker)).then(
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
  const table = test.model.split(".").at(-1);
  const byModel =
    models.length === 0 || models.some((m) => m === test.model || m.split(".").at(-1) === table);
  return byModel && (names.length === 0 || names.some((name) => test.name.includes(name)));
}

import { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { openWorkspace } from "@sluice/core";
import { createCheckEngine } from "@sluice/dq";
import { Stopwatch, type Phases } from "./stopwatch.js";

/** What a set of checks found, and what it took. */
export interface ChecksResult {
  readonly phases: Phases;
  /** Statements that read the checked table. */
  readonly queries: number;
  /** Failing rows by check, in the order of the checks. */
  readonly failing: readonly number[];
}

/** Runs all checks of a built project; only the checks themselves are in the phase `check`. */
export async function sluiceChecks(input: {
  readonly dir: string;
  readonly table: string;
}): Promise<ChecksResult> {
  const watch = new Stopwatch();
  const workspace = await openWorkspace({ dir: input.dir, checks: createCheckEngine() });
  try {
    await workspace.validate();
    await workspace.query("select 1"); // The warehouse is open.
    watch.lap("open");
    const queries = countStatements(input.table);
    const { results } = await workspace.check();
    watch.lap("check");
    const failing = results.map((result) => result.failing ?? Number.NaN);
    return { phases: watch.phases(), queries: queries(), failing };
  } finally {
    await workspace.close();
  }
}

/** The same checks as one query each that counts the failing rows. */
export async function bareChecks(input: {
  readonly database: string;
  readonly queries: readonly string[];
}): Promise<ChecksResult> {
  const watch = new Stopwatch();
  const instance = await DuckDBInstance.create(input.database, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  watch.lap("open");
  const failing: number[] = [];
  for (const query of input.queries) {
    const [row] = (await connection.runAndReadAll(query)).getRows();
    failing.push(Number(row?.[0]));
  }
  watch.lap("check");
  connection.closeSync();
  instance.closeSync();
  return { phases: watch.phases(), queries: input.queries.length, failing };
}

/** Counts, from now on, the statements of this process whose text names the table. */
function countStatements(table: string): () => number {
  let count = 0;
  for (const method of ["run", "stream"] as const) {
    const original = Reflect.get(DuckDBConnection.prototype, method) as (
      ...args: readonly unknown[]
    ) => unknown;
    Reflect.set(DuckDBConnection.prototype, method, function (this: unknown, ...args: unknown[]) {
      if (String(args[0]).includes(table)) count += 1;
      return Reflect.apply(original, this, args);
    });
  }
  return () => count;
}

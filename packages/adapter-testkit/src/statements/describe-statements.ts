import path from "node:path";
import type { Dialect } from "@sluice/core/adapter";
import { describe, expect, test } from "vitest";
import { fixtureIn } from "./fixture.js";
import { statementCases } from "./statement-cases.js";

/** The statements of a dialect, and where their texts are kept. */
export interface StatementsSuite {
  readonly dialect: Dialect;
  /** Absolute path of a folder with one `.sql` file a statement. */
  readonly folder: string;
}

/**
 * Compares the statements of a dialect with files, so that a change of one is seen in a review. The group `statements`
 * of `describeAdapter` runs the same statements on the engine.
 *
 * @example
 * describeStatements("duckdb", {
 *   dialect: duckdb({ path: ":memory:" }).dialect,
 *   folder: new URL("golden", import.meta.url).pathname,
 * });
 */
export function describeStatements(name: string, { dialect, folder }: StatementsSuite): void {
  describe(`statements of ${name}`, () => {
    for (const [title, one] of Object.entries(statementCases))
      test(title, async () => {
        const text = one.statement(fixtureIn("shop", dialect));
        await expect(`${text}\n`).toMatchFileSnapshot(path.join(folder, `${title}.sql`));
      });
  });
}

import { afterAll, describe, expect, it } from "vitest";
import { EditRun, type EditsSuite } from "./edit-run.js";
import type { PlacePrecision } from "./place-precision.js";

/** Shares of edits without effect that must build nothing, by mutator. */
const leastPrecision: Readonly<Record<string, number>> = {
  comment: 1,
  "white space": 1,
  "keyword case": 1,
  "`as` dropped": 1,
  "parentheses added": 0.99,
  "qualifier added": 0.98,
  "alias renamed": 0.85,
};

/** Most misses that a failing test prints. */
const printed = 20;

/**
 * A fuzz of reuse: random edits of a project, each followed by an incremental build and by a build of the same files in
 * an empty warehouse, which must agree. Call it at the top of a test file.
 *
 * @example
 * describeEdits("duckdb", {
 *   create: ({ fresh, settings }) => duckdb({ path: fresh ? ":memory:" : "shop.duckdb", settings }),
 *   rowText: (alias) => `to_json(${alias})::varchar`,
 * });
 */
export function describeEdits(name: string, suite: EditsSuite): void {
  describe(name, () => {
    const run = new EditRun(suite);
    afterAll(() => run.close());
    it(
      "an incremental build after random edits gives what a fresh build gives",
      async () => {
        expect((await run.faults()).join("\n\n")).toBe("");
      },
      run.timeoutMs,
    );
    it("few edits are of models that cannot be built", () => {
      const { refused, edits, refusedBy } = run.counts;
      expect(refused / edits, JSON.stringify([...refusedBy])).toBeLessThan(0.15);
    });
    it(
      "in every place of the corpus edits with an effect are built, and those without are not",
      async () => {
        expectPlaces(await run.placePrecision());
      },
      run.timeoutMs,
    );
    it(
      "an output that differs when an input column does is planned to change",
      async () => {
        const { missed, refused, differing, same, builtInVain } = await run.columnExperiment();
        expect(missed).toEqual([]);
        // Keys of a map cannot be null.
        expect(refused.length, refused.join("\n")).toBeLessThan(5);
        expect(differing).toBeGreaterThan(800);
        expect(builtInVain / same).toBeLessThan(0.03);
      },
      run.timeoutMs,
    );
    it.each(Object.entries(leastPrecision))(
      "%s: at least %d of the edits without effect build nothing",
      (mutator, least) => {
        // A share below 1 says nothing of few edits.
        const rate = run.precision.rate(mutator, least === 1 ? 1 : 20) ?? 1;
        expect(rate, run.precision.table()).toBeGreaterThanOrEqual(least);
      },
    );
  });
}

function expectPlaces({ precision, missed, stale, effects, errors }: PlacePrecision): void {
  expect([...errors]).toEqual([]);
  expect(stale).toEqual([]);
  expect(effects).toBeGreaterThan(1500);
  const below = Object.entries(leastPrecision).filter(
    ([mutator, least]) => (precision.rate(mutator, 1) ?? 0) < least,
  );
  const misses = missed
    .filter(({ mutator }) => below.some(([name]) => name === mutator))
    .slice(0, printed)
    .map(({ mutator, before, after }) => `${mutator}\n  ${before}\n  ${after}`);
  expect(below, [precision.table(), ...misses].join("\n")).toEqual([]);
}

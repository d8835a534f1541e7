import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { App } from "../app.js";
import { withRows, type BadValues, type Defect } from "../defect.js";
import { GuardedApp, nameOf } from "../guarded-app.js";

/** Data and queries that an app's checks must notice. */
export interface ChecksSuite {
  readonly defects: readonly Defect[];
  /**
   * Values that an edited query could let through. A model's checks must fail for these, for nulls and repeated rows, or
   * for one of the defects.
   */
  readonly badValues: BadValues;
  /** Rows for which every check that only warns must do so, all in one build. @default none, for an app without such checks */
  readonly warnings?: {
    /** Rows at the end of files, by path. */
    readonly rows: Readonly<Record<string, readonly string[]>>;
    /** `$now` of that build. @default today of the app */
    readonly now?: string;
  };
}

/** Makes every check of an app fail once, and compares the rows that readers see. */
export function describeChecks(app: App, suite: ChecksSuite): void {
  describeStoppingChecks(app, suite.defects, suite.badValues);
  describeWarnings(app, suite.warnings ?? { rows: {} });
}

function describeStoppingChecks(app: App, defects: readonly Defect[], badValues: BadValues): void {
  describe("a check that fails leaves readers the rows they saw", () => {
    let guarded: GuardedApp;
    let before: unknown;
    beforeAll(async () => {
      guarded = await GuardedApp.open(await app.builtCopy(), await app.firstBuild());
      before = await guarded.content();
    });
    afterAll(() => guarded.remove());

    for (const { title, file, corrupt, fails } of defects)
      it(title, async () => {
        expect(await guarded.buildWith(file, corrupt)).toEqual(fails);
      });

    for (const [model, values] of Object.entries(badValues))
      it(`a query of ${model} that lets nulls, repeated rows and bad values through`, async () => {
        expect(await guarded.missedIn(model, values, defects)).toEqual([]);
      });

    it("every check that may stop a build has failed", () => {
      const stopping = guarded.stopping().map(nameOf);
      expect(stopping).not.toEqual([]);
      expect(stopping.filter((name) => !guarded.failed.has(name))).toEqual([]);
    });

    it("once the files are as they were, nothing is built and readers see the first rows", async () => {
      const { summary } = await guarded.build();
      expect(summary).toMatchObject({ ok: true, built: 0, reused: guarded.models.length });
      expect(await guarded.content()).toEqual(before);
    });
  });
}

function describeWarnings(app: App, { rows, now }: NonNullable<ChecksSuite["warnings"]>): void {
  describe("a check that only warns", () => {
    it("every one has warned, and the build goes on", async () => {
      const copy = await app.builtCopy();
      try {
        for (const [file, added] of Object.entries(rows))
          copy.write(file, withRows(...added)(copy.read(file)));
        const { summary, checks } = await copy.build({}, now === undefined ? {} : { now });
        expect(summary).toMatchObject({ ok: true, failed: 0 });
        const silent = [...(await app.firstBuild()).checks]
          .filter(([, { severity }]) => severity === "warn")
          .filter(([name]) => checks.get(name)?.status !== "warned");
        expect(silent.map(([name]) => name)).toEqual([]);
        expect(summary.published).toBe(Object.keys(rows).length > 0);
      } finally {
        copy.remove();
      }
    });
  });
}

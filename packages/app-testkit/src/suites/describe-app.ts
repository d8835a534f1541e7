import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findingsOf, type AppCopy, type Built } from "../app-copy.js";
import type { App } from "../app.js";

/** An app's figures and the dirt in its own data. */
export interface AppSuite {
  readonly models: number;
  /** Checks that the first build runs. */
  readonly checks: number;
  /** Checks that warn about the app's own data, each as `model check`. */
  readonly findings: readonly string[];
}

/** Facts that hold for every app. Call it at the top of a test file. */
export function describeApp(app: App, { models, checks, findings }: AppSuite): void {
  describe("the app", () => {
    let first: Built;
    let copy: AppCopy;
    beforeAll(async () => {
      first = await app.firstBuild();
      copy = await app.builtCopy();
    });
    afterAll(() => copy.remove());

    it("builds everything once and nothing the second time", async () => {
      expect(first.summary).toMatchObject({ ok: true, built: models, reused: 0 });
      const second = await copy.build();
      expect(second.summary).toMatchObject({ ok: true, built: 0, reused: models });
    });

    it(`runs ${String(checks)} checks`, () => {
      expect(first.checks.size).toBe(checks);
    });

    it("has the listed findings on its own data, and every one is a warning", () => {
      const found = findingsOf(first);
      expect([...found.keys()].sort()).toEqual([...findings].sort());
      const status = [...found.values()].map((check) => check.status);
      expect(status).toEqual(status.map(() => "warned"));
    });

    it("has a unit test of every model, and all of them pass", async () => {
      const results = await copy.test();
      expect(results.filter((result) => result.status !== "passed")).toEqual([]);
      expect(await copy.untested(results)).toEqual([]);
    });

    it("describes every model and every column, and names an owner of each", async () => {
      expect(await copy.undescribed()).toEqual([]);
    });
  });
}

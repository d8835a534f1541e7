import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findingsOf, type AppCopy, type Built } from "../app-copy.js";
import type { App } from "../app.js";

/** Data that an app is modelled on and that is not in the repository. */
export interface ReferenceSuite {
  /** Names of the raw files. */
  readonly files: readonly string[];
  /** `$now` of the build. @default today of the app */
  readonly now?: string;
  /** Checks that warn about the data, each as `model check`. */
  readonly findings: readonly string[];
  /** Tests of the app that was built from the data. */
  readonly tests: (reference: () => BuiltReference) => void;
}

/** An app built from reference data. */
export interface BuiltReference {
  readonly app: AppCopy;
  readonly built: Built;
}

/**
 * Builds the app from reference data, `$data_dir`. `SLUICE_REFERENCE_DATA` names the folder that has a folder of files for
 * each app; without it the tests are skipped.
 */
export function describeReference(app: App, suite: ReferenceSuite): void {
  const name = path.basename(app.dir);
  const folder = path.join(process.env["SLUICE_REFERENCE_DATA"] ?? defaultFolder(app), name);
  const isPresent = suite.files.every((file) => existsSync(path.join(folder, file)));

  describe("the reference data", () => {
    let reference: BuiltReference | undefined;
    const get = (): BuiltReference => {
      assert(reference, "The app is built from the reference data in a hook, before any test.");
      return reference;
    };
    beforeAll(async () => {
      if (!isPresent) return;
      const { now } = suite;
      const copy = app.copy({ vars: { data_dir: folder }, ...(now !== undefined && { now }) });
      reference = { app: copy, built: await copy.build() };
    });
    afterAll(() => reference?.app.remove());
    beforeEach(({ skip }) => {
      skip(
        !isPresent,
        `no reference data: SLUICE_REFERENCE_DATA names the folder that holds ${name}/*.csv`,
      );
    });

    it("builds, and has the listed findings", () => {
      const { built } = get();
      expect(built.summary).toMatchObject({ ok: true, published: true, failed: 0, skipped: 0 });
      expect([...findingsOf(built).keys()].sort()).toEqual([...suite.findings].sort());
    });
    suite.tests(get);
  });
}

/** Beside the repository. */
const defaultFolder = (app: App) => path.resolve(app.dir, "../../../shared/data");

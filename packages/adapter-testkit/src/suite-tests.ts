import { it, type TestFunction } from "vitest";
import { absentFeatures, type Feature, type OpenEngine } from "./features.js";

/** Conditions under which a test runs. */
export interface TestSettings {
  /** Features without which the test is skipped, and reported as skipped for lack of them. */
  readonly needs?: Feature | readonly Feature[];
  /** In milliseconds. */
  readonly timeout?: number;
}

/** Defines a test of a group. */
export interface DefineTest {
  (title: string, body: TestFunction): void;
  (title: string, settings: TestSettings, body: TestFunction): void;
}

/** Where the tests of a suite run. */
interface SuiteSettings {
  /** Titles of tests that fail today, with their group. */
  readonly knownGaps: readonly string[];
  /** The engine under test; called while a test runs. */
  readonly open: () => OpenEngine;
}

/** The tests of a suite, as its groups define them and as they run. */
export class SuiteTests {
  readonly #settings: SuiteSettings;
  /** Titles of all tests, with their group. */
  readonly titles = new Set<string>();
  /** Features that a test needs. */
  readonly needs = new Set<Feature>();
  /** How many tests were skipped, by the features that the engine lacks. */
  readonly skipped = new Map<string, number>();

  constructor(settings: SuiteSettings) {
    this.#settings = settings;
  }

  /** Defines the tests of a group. */
  define(group: string): DefineTest {
    const { knownGaps, open } = this.#settings;
    return (title: string, ...rest: [TestFunction] | [TestSettings, TestFunction]) => {
      const [{ needs = [], timeout }, body] = rest.length === 1 ? [{}, rest[0]] : rest;
      const needed = [needs].flat();
      const id = `${group} > ${title}`;
      this.titles.add(id);
      for (const feature of needed) this.needs.add(feature);
      const register = knownGaps.includes(id) ? it.fails : it;
      register(title, timeout === undefined ? {} : { timeout }, (context) => {
        const absent = absentFeatures(needed, open()).join(", ");
        if (absent === "") return body(context) as unknown;
        this.skipped.set(absent, (this.skipped.get(absent) ?? 0) + 1);
        return context.skip(`the engine lacks: ${absent}`);
      });
    };
  }
}

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smokeSizes } from "../bench.js";
import { benchDir } from "../measure/paths.js";
import { benches } from "./all.js";

/** The measured processes are the built ones: the package's test task builds first. */
describe("benches at the smallest size", () => {
  let workDir = "";
  beforeAll(() => {
    const parent = path.join(benchDir, ".work");
    mkdirSync(parent, { recursive: true });
    workDir = mkdtempSync(path.join(parent, "test-"));
  });
  afterAll(() => rmSync(workDir, { recursive: true, force: true }));

  /** Rows each bench must find alike in its warehouses; `validate` and others build none. */
  const compared: Readonly<Record<string, readonly (RegExp | string)[]>> = {
    "per-node": ["480 rows are the same on both sides"],
    tpch: [/^[1-9]\d+ rows are the same on both sides/],
    heavy: [/^[1-9]\d+ rows are the same on both sides/],
    flights: [/^[1-9]\d+ rows are the same on both sides/],
    // Days of 20 rows, one more in each table; without checks, then with.
    "incremental-day": [
      "220 rows are the same on both sides",
      "220 rows are the same on both sides",
    ],
    // A row for each key, and one more for each that changed.
    "exact-load": ["csv", "ndjson", "json", "parquet"].flatMap((format) =>
      ["bigint", "decimal", "double", "date", "timestamp", "boolean", "varchar"].map(
        (type) => new RegExp(`^${format}: \\d+ rows of ${type}.* are the same on both sides$`),
      ),
    ),
    "snapshot-1m": ["1010 rows are the same on both sides"],
  };

  it.each(benches)(
    "$name measures, and its results are those of bare DuckDB",
    async (bench) => {
      const said: string[] = [];
      const log = (text: string) => said.push(text);
      const measured = await bench.run({ runs: 1, sizes: smokeSizes, workDir, log });
      expect(measured.length).toBeGreaterThan(0);
      for (const { what, ours, against } of measured) {
        expect(ours, what).not.toBeNaN();
        if (against) expect(against.value, what).toBeGreaterThan(0);
      }
      const rows = said.filter((text) => text.includes(" rows "));
      const expected = compared[bench.name] ?? [];
      expect(rows).toEqual(expected.map((text): unknown => expect.stringMatching(text)));
    },
    300_000,
  );
});

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { App } from "../app.js";
import { parseCsv } from "../csv.js";
import type { RawFiles } from "../generate/index.js";

/** A generator and the file whose keys `rows` counts. */
export interface GeneratorSuite<Name extends string> {
  readonly rawFiles: RawFiles<Name>;
  readonly counted: { readonly file: NoInfer<Name>; readonly key: string };
}

/** Compares what the generator writes with `data/*.csv` of the app. */
export function describeGenerator<Name extends string>(
  app: App,
  { rawFiles, counted }: GeneratorSuite<Name>,
): void {
  const folder = path.join(app.dir, "data");
  const { file, key } = counted;

  describe("the generator of raw files", () => {
    it.each(rawFiles.names)("writes data/%s as it is in the repository", (name) => {
      expect(rawFiles.text(name)).toBe(readFileSync(path.join(folder, name), "utf8"));
    });

    it("writes every csv file in data", () => {
      const files = readdirSync(folder).filter((name) => name.endsWith(".csv"));
      expect(files.sort()).toEqual([...rawFiles.names].sort());
    });

    it(`makes as many values of ${key} as asked for, and other rows for another seed`, () => {
      const rows = (seed: number) => parseCsv(rawFiles.text(file, { rows: 1000, seed }));
      expect(new Set(rows(1).map((row) => row[key])).size).toBe(1000);
      expect(rows(1)).toEqual(rows(1));
      expect(rows(1)).not.toEqual(rows(2));
    });
  });
}

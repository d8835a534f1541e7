import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppCopy } from "../app-copy.js";
import type { App } from "../app.js";
import { renderCsv } from "../csv.js";

/** Tables of one schema that are compared row by row. */
export interface GoldenSuite {
  readonly schema: string;
  /** All tables of the schema, each with the columns that order its rows. */
  readonly tables: Readonly<Record<string, string>>;
}

/**
 * Compares tables built from the app's own data with `golden/*.csv` of the app. `vitest run <file> --update` writes the
 * files anew.
 */
export function describeGolden(app: App, { schema, tables }: GoldenSuite): void {
  describe(`the schema ${schema}, built from the app's own data`, () => {
    let copy: AppCopy;
    beforeAll(async () => {
      copy = await app.builtCopy();
    });
    afterAll(() => copy.remove());

    it.each(Object.entries(tables))("%s has the rows of its golden file", async (table, key) => {
      const [rows = []] = await copy.rows(`select * from ${schema}.${table} order by ${key}`);
      const golden = path.join(app.dir, "golden", `${table}.csv`);
      await expect(renderCsv(rows)).toMatchFileSnapshot(golden);
    });

    it("has a golden file of every table", async () => {
      const names = await copy.use(async ({ project }) => [...project.models.keys()]);
      const built = names.filter((name) => name.startsWith(`${schema}.`));
      expect(built.sort()).toEqual(
        Object.keys(tables)
          .map((table) => `${schema}.${table}`)
          .sort(),
      );
    });
  });
}

import { join } from "node:path";
import { expect } from "vitest";
import type { Kit } from "../context.js";
import { absentFeatures, type Feature } from "../features.js";

/** The smallest use of each capability: it succeeds where the engine claims the capability. */
const uses: Partial<Record<Feature, (kit: Kit) => Promise<unknown>>> = {
  transactions: ({ warehouse }) => warehouse().transaction((tx) => tx.execute("select 1 as a")),
  "definitions in transactions": async ({ schema, warehouse }) => {
    const target = { schema: await schema(), name: "made" };
    const statement = warehouse().dialect.createTableAs(target, "select 1 as a");
    await warehouse().transaction((tx) => tx.execute(statement));
  },
  "dry run": ({ warehouse }) => warehouse().dryRun("select 1 as a"),
  "reading of files": async ({ projectDir, warehouse }) =>
    warehouse().dialect.readFiles({ format: "csv", paths: [join(projectDir(), "a.csv")] }),
  "scratch warehouse": async ({ engine, projectDir }) =>
    (await engine().openScratch({ projectDir: projectDir() })).close(),
};

/** Claims of an engine are true: an absent capability is refused with a code, never replaced. */
export function capabilitiesGroup(kit: Kit): void {
  const { engine, test, warehouse } = kit;
  for (const [feature, use] of Object.entries(uses)) {
    test(`${feature}: works where it is claimed, and is refused with a code elsewhere`, async () => {
      const open = { engine: engine(), warehouse: warehouse() };
      if (absentFeatures([feature as Feature], open).length === 0) await use(kit);
      else await expect(use(kit)).rejects.toMatchObject({ code: "CAPABILITY.UNSUPPORTED" });
    });
  }

  test("an open warehouse has the capabilities of its engine", () => {
    expect(warehouse().capabilities).toEqual(engine().capabilities);
  });
}

import { expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";

const found = (definition: string) =>
  findings(
    testProject({
      "data/s.csv": "id,v\n1,2\n",
      "models/raw/s.ts": `const { defineModel, defineSeed, defineSource, sql, z } = globalThis.sluice;\nexport default ${definition};\n`,
    }),
  );

const file = 'name: "raw.s", file: "data/s.csv"';

it.each([
  'defineModel({ name: "raw.s", sql: () => sql`select 1 as id`, contract: "exact" })',
  `defineSeed({ ${file}, contract: "exact" })`,
  `defineSource({ ${file}, contract: "exact" })`,
])("the key `contract` of TypeScript leads to a zod object: %s", async (definition) => {
  const [first] = await found(definition);
  expect(first?.hints.join(" ")).toContain("a zod object as `columns` is an exact contract");
});

it.each(["defineSeed", "defineSource"])(
  "a zod object of %s is an exact contract",
  async (define) => {
    const [first] = await found(`${define}({ ${file}, columns: z.object({ id: z.int() }) })`);
    expect(first?.code).toBe("CONTRACT.EXTRA_COLUMN");
    expect(first?.hints.join(" ")).toContain("options by name in place of a zod object");
    expect(await found(`${define}({ ${file}, columns: { id: {} } })`)).toEqual([]);
  },
);

import { describe, expect, it } from "vitest";
import { testProject } from "../../../test/project.js";

const seed = {
  "data/orders.csv": "day,status,amount\n1,open,1\n1,closed,2\n",
  "models/raw/orders.seed.yaml":
    "file: data/orders.csv\ncolumns: { day: { type: bigint }, status: { type: varchar }, amount: { type: bigint } }\n",
};
const of = (kind: string, query: string) => `/* model\nkind: ${kind}\n*/\n${query}`;
const pivot = "pivot raw.orders on status using sum(amount)";
const wide = "select * from (pivot raw.orders on status using sum(amount))";
const fixed = "pivot raw.orders on status in ('open', 'closed') using sum(amount)";

async function messages(models: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { diagnostics } = await testProject({ ...seed, ...models }).with((workspace) =>
    workspace.validate(),
  );
  return diagnostics.map(({ message }) => message);
}

describe("a pivot without a list of values", () => {
  it.each([pivot, wide])("is refused in a view: %s", async (query) => {
    expect(await messages({ "models/m/v.sql": of("view", query) })).toEqual([
      "m.v is a view, and rows decide which columns the pivot of its query gives.",
    ]);
  });

  it("is refused in an ephemeral model that a view reads, at any distance", async () => {
    const models = {
      "models/m/e.sql": of("ephemeral", pivot),
      "models/m/f.sql": of("ephemeral", "select * from m.e"),
      "models/m/v.sql": of("view", "select * from m.f"),
    };
    const expected = ["m.v is a view, and rows decide which columns the pivot of m.f gives."];
    expect(await messages(models)).toEqual(expected);
  });

  it("is refused after the model was a table", async () => {
    const project = testProject({ ...seed, "models/m/v.sql": of("table", pivot) });
    expect((await project.build()).summary.ok).toBe(true);
    project.write({ "models/m/v.sql": of("view", pivot) });
    await expect(project.build()).rejects.toThrow("m.v is a view");
  });

  it("is taken in a table, and in a view that reads one", async () => {
    const models = {
      "models/m/t.sql": of("table", pivot),
      "models/m/v.sql": of("view", "select * from m.t"),
    };
    expect(await messages(models)).toEqual([]);
  });
});

it("a pivot of all columns says how it can be checked without rows", async () => {
  const query = "pivot (select status, amount from raw.orders) on status using sum(amount)";
  const project = testProject({ ...seed, "models/m/t.sql": of("table", query) });
  const { diagnostics } = await project.with((workspace) => workspace.validate());
  expect(diagnostics).toMatchObject([
    { code: "SQL.BIND", hints: [expect.stringContaining("Name the values of the pivot")] },
  ]);
});

it("a pivot with its values is taken in a view", async () => {
  expect(await messages({ "models/m/v.sql": of("view", fixed) })).toEqual([]);
});

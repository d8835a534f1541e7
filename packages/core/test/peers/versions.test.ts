import { expect, it } from "vitest";
import type { PlanNode } from "../../src/plan/plan.js";
import { testProject, type TestProject } from "../project.js";

const table = (sql: string, header = "") => `/* model\nkind: table\n${header}*/\n${sql}`;

/** What a plan says of a project's only model. */
async function nodeOf(project: TestProject): Promise<PlanNode> {
  const [node] = (await project.with((workspace) => workspace.plan())).nodes;
  if (!node) throw new Error("the plan is empty");
  return node;
}

// Observed with SQLMesh: such a reader stands under "indirectly modified" and "metadata updated" at once.
it("a plan tells of each model once, and of no reader that nothing changes", async () => {
  const project = testProject({
    "models/shop/orders.sql": table("select 1 as id, 2 as amount"),
    "models/shop/totals.sql": table("select sum(amount)::int as total from shop.orders"),
    "models/shop/owners.sql": table("select total from shop.totals", "owner: ann\n"),
  });
  await project.build();
  project.write({
    "models/shop/orders.sql": table("select 1 as id, 2 as amount, 3 as tax"),
    "models/shop/owners.sql": table("select total from shop.totals", "owner: bob\n"),
  });
  const { changes } = await project.with((workspace) => workspace.plan());
  expect(changes.map(({ name, category }) => [name, category])).toEqual([
    ["shop.orders", "non-breaking"],
    ["shop.owners", "metadata"],
  ]);
});

// Observed with SQLMesh: versions are told apart by 32 bits, and a collision asks for an edit of the model.
it("two versions whose short names are the same are two tables", async () => {
  const orders = (v: number) => ({ "models/shop/orders.sql": table(`select ${String(v)} as v`) });
  const project = testProject(orders(7));
  await project.build();
  const before = await nodeOf(project);
  project.write(orders(1));
  const after = await nodeOf(project);
  expect(after.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  // What is built gets a fingerprint that begins like that of the edit, and the name that follows from it.
  const alike = after.fingerprint.slice(0, 8) + before.fingerprint.slice(8);
  await project.execute(`
    alter table _sluice."${before.physical}" rename to "${after.physical}";
    create or replace view shop.orders as select * from _sluice."${after.physical}"`);
  for (const relation of ["model_versions", "environments", "promotions"])
    await project.execute(
      `update _sluice.${relation} set fingerprint = '${alike}', physical = '${after.physical}' where physical = '${before.physical}'`,
    );
  expect(await project.value("select v from shop.orders")).toBe(7);
  expect((await project.build()).summary).toMatchObject({ ok: true, built: 1 });
  expect(await project.value("select v from shop.orders")).toBe(1);
  await project.with((workspace) => workspace.rollback());
  expect(await project.value("select v from shop.orders")).toBe(7);
});

import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../../test/project.js";
import type { BuildOptions, WorkspaceOptions } from "../../session/options.js";

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;
const files = {
  "models/staging/orders.sql": table("select 1 as id, 10 as amount union all select 2, 20"),
  "models/staging/orders_view.sql": "/* model\nkind: view\n*/\nselect id from staging.orders",
  "models/marts/totals.sql": table("select sum(amount)::int as total from staging.orders"),
};

async function review(
  project: TestProject,
  options: BuildOptions = {},
  open: Partial<WorkspaceOptions> = {},
) {
  return project.with(
    async (workspace) => {
      const { isNew, nodes } = await workspace.review(await workspace.plan(options));
      return { isNew, nodes: Object.fromEntries(nodes.map((node) => [node.name, node])) };
    },
    { readOnly: true, ...open },
  );
}

describe("the review of a plan", () => {
  it("knows nothing of a warehouse in which nothing was built", async () => {
    const { isNew, nodes } = await review(testProject(files));
    expect(isNew).toBe(false);
    expect(nodes["staging.orders"]).toEqual({
      name: "staging.orders",
      isPromoted: true,
      isSeenByProduction: false,
      restatedFor: [],
    });
  });

  it("tells what a new environment is only shown", async () => {
    const project = testProject(files);
    await project.build();
    const prod = await review(project);
    expect(Object.values(prod.nodes).map((node) => node.isPromoted)).toEqual([false, false, false]);
    expect(prod.nodes["staging.orders"]?.shown).toMatch(/^staging__orders__/);
    const dev = await review(project, {}, { environment: "dev" });
    expect(dev.isNew).toBe(true);
    expect(Object.values(dev.nodes).every((node) => node.isPromoted && !node.shown)).toBe(true);
  });

  it("has the queries of edited models only, as they were stored, and the rows there were", async () => {
    const project = testProject(files);
    await project.build();
    project.write({ "models/staging/orders.sql": table("select 1 as id, 30 as amount") });
    const { nodes } = await review(project, {}, { environment: "dev" });
    expect(nodes["staging.orders"]).toMatchObject({
      isPromoted: true,
      estimatedRows: 2,
      query: {
        before: "select 1 as id, 10 as amount union all select 2, 20",
        after: "select 1 as id, 30 as amount",
      },
    });
    expect(nodes["marts.totals"]).toMatchObject({ estimatedRows: 1, query: undefined });
    expect(nodes["staging.orders_view"]).toMatchObject({ estimatedRows: undefined });
  });

  it("shows parameters of a run by their names", async () => {
    const project = testProject({ "models/marts/at.sql": table("select $now as moment") });
    await project.build();
    project.write({ "models/marts/at.sql": table("select $now as moment, '$x' as x") });
    const { nodes } = await review(project);
    expect(nodes["marts.at"]?.query).toEqual({
      before: "select $now as moment",
      after: "select $now as moment, '$x' as x",
    });
  });

  it("expects of more time as many rows as fell into the time so far", async () => {
    const project = testProject({
      "models/marts/hours.sql": `/* model
kind: { type: incremental_by_time, time: ts, grain: hour, start: 2024-01-01 }
*/
select * from generate_series($start, $end - interval 1 hour, interval 30 minutes) as t(ts)`,
    });
    await project.build({}, { now: "2024-01-03" });
    const rows = Number(await project.value("select count(*) from marts.hours"));
    expect(rows).toBeGreaterThan(48);
    const { nodes } = await review(project, {}, { now: "2024-01-03T12:00:00Z" });
    expect(nodes["marts.hours"]?.estimatedRows).toBe(Math.round(rows / 4));
    const next = { now: "2024-01-03T12:00:00Z" };
    expect(nodes["marts.hours"]?.isSeenByProduction).toBe(false);
    const dev = await review(project, {}, { ...next, environment: "dev" });
    expect(dev.nodes["marts.hours"]?.isSeenByProduction).toBe(true);
    const anew = await review(project, { rebuild: true }, { ...next, environment: "dev" });
    expect(anew.nodes["marts.hours"]?.isSeenByProduction).toBe(false);
    const idle = await review(project, {}, { now: "2024-01-03" });
    expect(idle.nodes["marts.hours"]?.estimatedRows).toBeUndefined();
  });
});

describe("environments", () => {
  it("are those that show anything", async () => {
    const project = testProject(files);
    await project.build();
    await project.build({}, { environment: "dev" });
    expect(await project.with((workspace) => workspace.environments())).toEqual(["dev", "prod"]);
  });
});

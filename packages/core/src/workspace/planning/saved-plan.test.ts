import { describe, expect, it } from "vitest";
import { failure, finish, testProject, type TestProject } from "../../../test/project.js";
import { parsePlan, serializePlan } from "./saved-plan.js";

const table = (sql: string) => `/* model\nkind: table\n*/\n${sql}`;
const files = {
  "models/staging/orders.sql": table("select 1 as id, 10 as amount"),
  "models/marts/totals.sql": table("select sum(amount)::int as total from staging.orders"),
};

async function save(project: TestProject, environment = "prod"): Promise<string> {
  const open = { environment, now: "2024-05-06T07:08:09Z" };
  return project.with(async (workspace) => serializePlan(await workspace.plan()), open);
}

/** Applies as another process would. */
function apply(project: TestProject, text: string) {
  const plan = parsePlan(text, "plan.json");
  const open = { environment: plan.environment, now: "2024-05-06T07:08:09Z" };
  return project.with((workspace) => finish(workspace.apply(plan)), open);
}

describe("a saved plan", () => {
  it("is applied as it was reviewed", async () => {
    const project = testProject(files);
    const { built, summary } = await apply(project, await save(project));
    expect(built).toEqual(["staging.orders", "marts.totals"]);
    expect(summary).toMatchObject({ ok: true, published: true });
    expect(await project.value("select total from marts.totals")).toBe(10);
  });

  it("is refused once it was applied, or something else was built", async () => {
    const project = testProject(files);
    const plan = await save(project);
    await apply(project, plan);
    const error = await failure(apply(project, plan));
    expect(error).toMatchObject({ code: "STATE.MOVED" });
  });

  it("is refused when the project has changed, before anything is written", async () => {
    const project = testProject(files);
    await project.build();
    project.write({ "models/staging/orders.sql": table("select 1 as id, 20 as amount") });
    const plan = await save(project);
    project.write({ "models/staging/orders.sql": table("select 1 as id, 30 as amount") });
    const error = await failure(apply(project, plan));
    expect(error).toMatchObject({ code: "RUN.PLAN_STALE" });
    expect(await project.value("select total from marts.totals")).toBe(10);
  });

  it("is refused for another environment", async () => {
    const project = testProject(files);
    const plan = parsePlan(await save(project, "dev"), "plan.json");
    const error = await failure(project.with((workspace) => finish(workspace.apply(plan))));
    expect(error).toMatchObject({ code: "RUN.PLAN_STALE" });
  });

  it("stays good while builds find nothing to do", async () => {
    const project = testProject(files);
    await project.build();
    project.write({
      "models/marts/totals.sql": table("select max(amount)::int as total from staging.orders"),
    });
    const plan = await save(project, "dev");
    project.write({ "models/marts/totals.sql": files["models/marts/totals.sql"] });
    await project.build();
    project.write({
      "models/marts/totals.sql": table("select max(amount)::int as total from staging.orders"),
    });
    expect((await apply(project, plan)).built).toEqual(["marts.totals"]);
  });

  it("of another version of Sluice is refused as that", async () => {
    const text = (await save(testProject(files))).replace('"schema": 2', '"schema": 1');
    expect(() => parsePlan(text, "plan.json")).toThrow(
      "plan.json was saved by another version of Sluice.",
    );
  });

  it.each(["", "{}", "[1]", '{"schema":1}'])("is not read from %j", (text) => {
    expect(() => parsePlan(text, "plan.json")).toThrow("plan.json is no saved plan");
  });
});

import { describe, expect, it } from "vitest";
import { failure, finish, testProject, type TestProject } from "../../../test/project.js";
import { warehouseContent } from "../../../test/safety/warehouse-content.js";
import { parsePlan, serializePlan } from "./saved-plan.js";

const model = (header: string, sql: string) => `/* model\n${header}\n*/\n${sql}`;
const rows = (...lines: readonly string[]) => ({
  "data/events.csv": ["id,ts,amount", ...lines, ""].join("\n"),
});
const early = ["1,2024-01-01 10:00:00,5", "2,2024-01-02 11:00:00,7"];
const daily = (amount: string) =>
  model(
    "kind: { type: incremental_by_time, time: ts, start: 2024-01-01 }",
    `select id, ts, ${amount} as amount from raw.events where ts >= $start and ts < $end`,
  );
const files = {
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  ...rows(...early),
  "models/marts/daily.sql": daily("amount"),
  "models/marts/latest.sql": model(
    "kind: { type: incremental_by_key, key: id, updated_at: ts }",
    "select id, ts, amount from marts.daily where ts >= $since",
  ),
  "models/marts/log.sql": model(
    "kind: { type: append, time: ts }",
    "select id, ts from marts.daily",
  ),
  "models/marts/total.sql": model("kind: table", "select sum(amount)::int as n from marts.daily"),
  "models/marts/shown.sql": "select n from marts.total",
};
const clock = "2024-01-05T00:00:00Z";
const inDev = { clock, environment: "dev" };
const restate = { start: "2024-01-02", end: "2024-01-03" };

async function built(...environments: readonly string[]): Promise<TestProject> {
  const project = testProject(files);
  for (const environment of environments) await project.build({}, { clock, environment });
  return project;
}

describe("a restatement of what another environment shows", () => {
  it("names every table that would be changed in place, and who shows it", async () => {
    const project = await built("prod", "qa", "dev");
    const error = await failure(project.build({ restate, select: ["daily"] }, inDev));
    const seen = ["daily", "latest", "log"].map((name) => `marts.${name} (prod, qa)`);
    expect(error.message).toContain(`show: ${seen.join(", ")}.`);
    expect(error.all[0]?.hints.join(" ")).toMatch(/in prod: .*--shared/);
  });

  it("is refused where the other shows it through a view alone", async () => {
    const project = testProject({
      ...files,
      "models/marts/shown.sql": "select id from marts.daily",
    });
    await project.build({}, inDev);
    await project.build({ select: ["marts.shown"] }, { clock, environment: "qa" });
    const error = await failure(project.build({ restate, select: ["daily"] }, inDev));
    expect(error.message).toContain("marts.daily (qa)");
    expect(error.message).not.toContain("marts.log");
    expect(error.all[0]?.hints.join(" ")).not.toContain("in prod");
  });

  it("goes on where tables are built anew, or nothing of theirs is computed again", async () => {
    const project = await built("prod", "dev");
    const anew = await project.build({ restate, select: ["marts.total"] }, inDev);
    expect(anew.nodes["marts.total"]).toMatchObject({ status: "built", reason: "restated" });
    const before = { start: "2020-01-01", end: "2020-02-01" };
    const plan = await project.with(
      (workspace) => workspace.plan({ restate: before, select: ["daily"], exclude: ["latest"] }),
      { clock },
    );
    expect(plan.nodes.find(({ name }) => name === "marts.daily")).toMatchObject({
      action: "reuse",
    });
  });

  it("is refused when a saved plan is applied and the table is shared by then, and nothing is done", async () => {
    const project = await built("prod");
    project.write({ "models/marts/daily.sql": daily("amount * 10") });
    await project.build({}, inDev);
    const options = { restate, select: ["daily"] };
    const save = (more = {}) =>
      project.with(async (ws) => serializePlan(await ws.plan({ ...options, ...more })), inDev);
    const apply = (text: string) =>
      project.with((ws) => finish(ws.apply(parsePlan(text, "plan.json"))), inDev);
    const alone = await save();
    await project.build({}, { clock, environment: "qa" });
    const before = await warehouseContent(project);
    expect(await failure(apply(alone))).toMatchObject({ code: "RUN.SHARED_RESTATEMENT" });
    expect(await failure(save())).toMatchObject({ code: "RUN.SHARED_RESTATEMENT" });
    expect(await warehouseContent(project)).toEqual(before);
    const { summary } = await apply(await save({ shared: true }));
    expect(summary).toMatchObject({ ok: true });
  });
});

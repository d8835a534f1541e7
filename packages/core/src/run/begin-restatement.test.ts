import { describe, expect, it } from "vitest";
import { testProject, type TestProject } from "../../test/project.js";
import type { BuildOptions } from "../session/options.js";

const model = (header: string, sql: string) => `/* model\n${header}\n*/\n${sql}`;
const latest = (header: string, columns = "*") =>
  model(
    `kind: { type: incremental_by_key, key: id, updated_at: ts${header} }`,
    `select ${columns} from raw.events where ts >= $since`,
  );
const files = {
  "models/raw/events.seed.yaml": "file: data/events.csv\n",
  "data/events.csv": "id,ts,amount\n1,2024-01-01 10:00:00,5\n2,2024-01-02 11:00:00,7\n",
  "models/marts/latest.sql": latest(""),
  "models/marts/total.sql": model("kind: table", "select sum(amount)::int as n from raw.events"),
};
const clock = "2024-01-05T00:00:00Z";

/** Something went wrong in a table long ago: only what is computed again is right afterwards. */
async function damaged(): Promise<TestProject> {
  const project = testProject(files);
  await project.build({}, { clock });
  const [found] = await project.rawRows(
    "select 'update _sluice.' || physical || ' set amount = 0 where id = 1' as damage from _sluice.model_versions where model = 'marts.latest'",
  );
  await project.execute(found?.["damage"] as string);
  return project;
}

/** Begins a restatement that is stopped before anything of it is done. */
async function begun(project: TestProject, select: string): Promise<void> {
  const options: BuildOptions = { select: [select], restate: {} };
  const stop = new AbortController();
  await project.with(
    async (workspace) => {
      for await (const event of workspace.build({ ...options, signal: stop.signal }))
        if (event.type === "run_started") stop.abort();
    },
    { clock },
  );
}

const amounts = "select id, amount from marts.latest order by id";
const healed = [
  { id: 1n, amount: 5n },
  { id: 2n, amount: 7n },
];

describe("a restatement that was begun and came to no end", () => {
  it("is finished of a table that is merged by key, and the plan says why", async () => {
    const project = await damaged();
    await project.build({}, { clock });
    expect(await project.value("select amount from marts.latest where id = 1")).toBe(0n);
    await begun(project, "marts.latest");
    expect(await project.plan({}, { clock })).toEqual({ "marts.latest": "restatement unfinished" });
    expect(await project.value("select amount from marts.latest where id = 1")).toBe(0n);
    await project.build({}, { clock });
    expect(await project.rows(amounts)).toEqual(healed);
    expect(await project.plan({}, { clock })).toEqual({});
  });

  it("is finished of a table that is built anew", async () => {
    const project = await damaged();
    await begun(project, "marts.total");
    expect(await project.plan({}, { clock })).toEqual({ "marts.total": "restatement unfinished" });
    const { nodes } = await project.build({}, { clock });
    expect(nodes["marts.total"]).toMatchObject({ status: "built" });
    expect(await project.plan({}, { clock })).toEqual({});
  });

  it("is finished by a run whose query failed the first time", async () => {
    const project = await damaged();
    const once = files["data/events.csv"];
    project.write({ "data/events.csv": `${once}2,2024-01-02 11:00:00,8\n` });
    const refused = await project.build({ select: ["marts.latest"], restate: {} }, { clock });
    expect(refused.nodes["marts.latest"]?.error?.code).toBe("RUN.KEY_DUPLICATE");
    project.write({ "data/events.csv": once });
    expect((await project.build({}, { clock })).nodes["marts.latest"]).toMatchObject({
      status: "built",
      reason: "restatement unfinished",
    });
    expect(await project.rows(amounts)).toEqual(healed);
  });

  it("is finished in the copy that the table becomes when its columns change", async () => {
    const project = await damaged();
    const wider = "id,ts,amount,note\n1,2024-01-01 10:00:00,5,a\n2,2024-01-02 11:00:00,7,b\n";
    project.write({ "data/events.csv": wider });
    await begun(project, "marts.latest");
    expect(await project.plan({}, { clock })).toMatchObject({ "marts.latest": "columns changed" });
    await project.build({}, { clock });
    expect(await project.rows(amounts)).toEqual(healed);
  });

  it("is finished in a copy that was made before the query failed", async () => {
    const project = await damaged();
    const wider = "id,ts,amount,note\n1,2024-01-01 10:00:00,5,a\n2,2024-01-02 11:00:00,7,b\n";
    project.write({ "data/events.csv": `${wider}2,2024-01-02 11:00:00,8,c\n` });
    const refused = await project.build({ select: ["marts.latest"], restate: {} }, { clock });
    expect(refused.nodes["marts.latest"]).toMatchObject({
      reason: "columns changed",
      error: { code: "RUN.KEY_DUPLICATE" },
    });
    project.write({ "data/events.csv": wider });
    expect((await project.build({}, { clock })).nodes["marts.latest"]).toMatchObject({
      reason: "restatement unfinished",
    });
    expect(await project.rows(amounts)).toEqual(healed);
  });

  it("is finished in the copy that an edit which keeps rows begins with", async () => {
    const project = await damaged();
    await begun(project, "marts.latest");
    project.write({
      "models/marts/latest.sql": latest(", forward_only: true", "id, ts, amount, 1 as one"),
    });
    await project.build({}, { clock });
    expect(await project.rows(amounts)).toEqual(healed);
  });
});

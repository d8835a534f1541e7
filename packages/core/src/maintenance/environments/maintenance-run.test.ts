import { describe, expect, it } from "vitest";
import { failure, testProject, type TestProject } from "../../../test/project.js";

const table = (v: number) => ({
  "models/shop/orders.sql": `/* model\nkind: table\n*/\nselect ${String(v)} as v`,
});
const all = { keep: 1, olderThanMs: 0 };

/** A table nobody shows any more, and a dev beside it. */
async function built(): Promise<TestProject> {
  const project = testProject(table(1));
  await project.build({}, { environment: "dev" });
  for (const v of [2, 3, 4]) {
    project.write(table(v));
    await project.build();
  }
  return project;
}

async function upkeep(project: TestProject) {
  const runs = await project.with((workspace) => workspace.history(), { readOnly: true });
  return runs.filter(({ command }) => command !== "build");
}

describe("in the history", () => {
  it("is what was cleaned away, with when and how much; looking at it leaves nothing", async () => {
    const project = await built();
    await project.with((workspace) => workspace.expireEnvironment("dev", "now"));
    const planned = await project.with((workspace) => workspace.planClean(all), { readOnly: true });
    expect(await upkeep(project)).toHaveLength(1);
    const relations = planned.items.flatMap((item) => item.relations);
    expect(relations.length).toBeGreaterThan(0);
    await project.with(async (workspace) => workspace.clean(await workspace.planClean(all)));
    const [cleaned, ...others] = await upkeep(project);
    expect(others).toHaveLength(1);
    expect(cleaned).toMatchObject({ command: "clean", environment: "prod", status: "succeeded" });
    expect(cleaned?.summary).toMatchObject({ ok: true, removed: relations.length, built: 0 });
    expect(Date.parse(cleaned?.finishedAt ?? "")).toBeGreaterThanOrEqual(
      Date.parse(cleaned?.startedAt ?? ""),
    );
    // The state forgets what it says of the removed tables once they are gone; then nothing is left to do.
    for (const runs of [3, 3]) {
      await project.with(async (workspace) => workspace.clean(await workspace.planClean(all)));
      expect(await upkeep(project)).toHaveLength(runs);
    }
  });

  it("is an environment that was removed, or given another lifetime", async () => {
    const project = await built();
    await project.with((workspace) => workspace.expireEnvironment("dev", { in: 60_000 }));
    await project.with((workspace) => workspace.expireEnvironment("dev", "now"));
    const named = { command: "env expire", environment: "dev", status: "succeeded" };
    const [gone, limited] = await upkeep(project);
    expect(gone).toMatchObject({ ...named, summary: { removed: 1 } });
    expect(limited).toMatchObject({ ...named, summary: { removed: 0 } });
    await failure(project.with((workspace) => workspace.expireEnvironment("prod", "now")));
    expect(await upkeep(project)).toHaveLength(2);
  });

  it("is a clean that was stopped, with what was gone by then", async () => {
    const project = await built();
    const stop = new AbortController();
    await project.with(async (workspace) => {
      await workspace.expireEnvironment("dev", { in: -1 });
      const run = { signal: stop.signal, onRemoved: () => stop.abort() };
      const plan = await workspace.planClean({ ...all, historyMs: 0 });
      await expect(workspace.clean(plan, run)).rejects.toThrow();
    });
    const [cleaned] = await upkeep(project);
    expect(cleaned).toMatchObject({
      command: "clean",
      status: "cancelled",
      summary: { ok: false },
    });
    expect(cleaned?.summary?.removed).toBeGreaterThan(0);
  });

  it("does not stand in the way of a selection by the results of the last build", async () => {
    const project = testProject({
      ...table(1),
      "models/shop/bad.sql":
        "/* model\nkind: table\n*/\nselect error(v::text) as e from shop.orders",
    });
    await project.build();
    await project.build({}, { environment: "dev" });
    await project.with((workspace) => workspace.expireEnvironment("dev", "now"));
    const select = { select: ["result:failed"] };
    expect(await project.with((workspace) => workspace.select(select))).toEqual(["shop.bad"]);
  });
});

import { describe, expect, it } from "vitest";
import { countingEngine, failure, testProject } from "../../test/project.js";

const files = {
  "models/a/one.sql": "/* model\nkind: table\n*/\nselect 1 as v",
  "models/a/two.sql": "select v + 1 as v from a.one",
};

function counted() {
  const { engine, opened } = countingEngine();
  return { project: testProject(files, { targets: { dev: engine } }), opened };
}

describe("a workspace opens only what a call needs", () => {
  it("no warehouse to validate, and no engine at all once everything is known", async () => {
    const { project, opened } = counted();
    await project.with((workspace) => workspace.validate());
    expect(opened).toEqual({ warehouse: 0, scratch: 1 });
    await project.with((workspace) => workspace.validate());
    expect(opened).toEqual({ warehouse: 0, scratch: 1 });
    project.write({ "models/a/two.sql": "select v + 2 as v from a.one" });
    await project.with((workspace) => workspace.validate());
    expect(opened).toEqual({ warehouse: 0, scratch: 2 });
  });

  it("one warehouse to build, and no private engine when nothing was edited", async () => {
    const { project, opened } = counted();
    await project.build();
    expect(opened).toEqual({ warehouse: 1, scratch: 1 });
    await project.build();
    expect(opened).toEqual({ warehouse: 2, scratch: 1 });
  });

  it("nothing to open and close", async () => {
    const { project, opened } = counted();
    await project.with(async (workspace) => workspace.project);
    expect(opened).toEqual({ warehouse: 0, scratch: 0 });
  });
});

describe("a workspace that only reads", () => {
  it("shares the warehouse with other readers and writes nothing", async () => {
    const project = testProject(files);
    await project.build();
    const readOnly = { readOnly: true };
    expect.assertions(4);
    await project.with(async (one) => {
      await one.query("select v from a.two");
      await project.with(async (other) => {
        for await (const row of (await other.query("a.two")).rows) expect(row).toEqual({ v: 2 });
      }, readOnly);
      expect(await one.history()).toHaveLength(1);
    }, readOnly);
    const refused = await failure(project.build({ force: true }, readOnly));
    expect(refused).toMatchObject({ code: "ADAPTER.READ_ONLY" });
    expect((await project.build()).built).toEqual([]);
  });
});

import { existsSync } from "node:fs";
import path from "node:path";
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

describe("a workspace that prepares", () => {
  const prepare = { prepare: true };

  it("has its warehouse opened once, while the project loads", async () => {
    const { project, opened } = counted();
    await project.with(async () => expect(opened.warehouse).toBe(1), prepare);
    await project.build({}, prepare);
    expect(opened.warehouse).toBe(2);
    await project.build({}, prepare);
    expect(opened.warehouse).toBe(3);
  });

  it("makes no warehouse for a project that cannot be loaded, and holds none", async () => {
    const project = testProject({ ...files, "models/a/broken.ts": "export default {" });
    const refused = await failure(project.build({}, prepare));
    expect(refused).toMatchObject({ code: "CONFIG.LOAD_FAILED" });
    expect(existsSync(path.join(project.dir, "shop.duckdb"))).toBe(false);
    project.write({ "models/a/broken.ts": "" });
    expect((await project.build({}, prepare)).built).toEqual(["a.one", "a.two"]);
    project.write({ "models/a/broken.ts": "export default {" });
    await failure(project.build({}, prepare));
    project.write({ "models/a/broken.ts": "" });
    expect((await project.build({}, prepare)).built).toEqual([]);
  });

  it("makes no warehouse for a project whose header is at fault, and opens it when asked", async () => {
    const project = testProject({
      ...files,
      "models/a/bad.sql": "/* model\nknd: view\n*/\nselect 1",
    });
    await failure(project.build({}, prepare));
    expect(existsSync(path.join(project.dir, "shop.duckdb"))).toBe(false);
    expect(await project.with((workspace) => workspace.history(), prepare)).toEqual([]);
  });

  it("does not wait for another's lock when the project is at fault", async () => {
    const project = testProject(files);
    await project.build();
    await project.with(async (writer) => {
      await writer.history();
      project.write({ "models/a/two.sql": "select nope from a.one" });
      const patient = { ...prepare, readOnly: true, lockTimeoutMs: 600_000 };
      const planned = project.with((workspace) => workspace.plan(), patient);
      expect(await failure(planned)).toMatchObject({ code: "SQL.BIND" });
    });
  });
});

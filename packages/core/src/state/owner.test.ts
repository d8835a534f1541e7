import { mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { collect, failure, testProject, type TestProject } from "../../test/project.js";
import type { Workspace } from "../workspace/workspace.js";

const model = (name: string) => ({ [`models/fin/${name}.sql`]: `select 1 as ${name}` });

/** A built project, and one of another name on its warehouse. */
async function twoProjects(): Promise<{ first: TestProject; second: TestProject; file: string }> {
  const first = testProject(model("k"), { name: "books" });
  await first.build();
  const file = path.join(first.dir, "shop.duckdb");
  const second = testProject(model("users"), {
    name: "crm",
    targets: { dev: duckdb({ path: file, threads: 2 }) },
  });
  return { first, second, file };
}

describe("the warehouse of another project", () => {
  it.each<readonly [string, (workspace: Workspace) => Promise<unknown>]>([
    ["build", (w) => collect(w.build())],
    ["plan", (w) => w.plan()],
    ["due", (w) => w.due()],
    ["check", (w) => w.check()],
    ["query", (w) => w.query("select 1 as x")],
    ["history", (w) => w.history()],
    ["environments", (w) => w.environments()],
    ["clean", (w) => w.planClean()],
    ["rollback", (w) => w.rollback()],
    ["backup", (w) => w.backup({ to: path.join(mkdtempSync(`${os.tmpdir()}/sluice-core-`), "b") })],
    ["compact", (w) => w.compact({})],
  ])("is refused before anything is read or written: %s", async (_, ask) => {
    const { first, second, file } = await twoProjects();
    const error = await failure(second.with(ask));
    expect(error).toMatchObject({
      code: "STATE.OTHER_PROJECT",
      message: `The warehouse ${file} belongs to the project \`books\`; this project is \`crm\`.`,
    });
    expect(error.hints.join("\n")).toContain("sluice build --adopt");
    expect(await first.rows("from fin.k")).toEqual([{ k: 1 }]);
    expect(await first.plan()).toEqual({});
  });

  it("is not replaced by a backup, with its manifest or without", async () => {
    const { first, second, file } = await twoProjects();
    const own = testProject(model("users"), { name: "crm" });
    await own.build();
    const backup = path.join(own.dir, "b.duckdb");
    await own.with((w) => w.backup({ to: backup }));
    const before = readFileSync(file);
    for (const verify of [true, false]) {
      const error = await failure(second.with((w) => w.restore({ from: backup, verify })));
      expect(error).toMatchObject({ code: "STATE.OTHER_PROJECT" });
      expect(readFileSync(file)).toEqual(before);
    }
    expect(await first.rows("from fin.k")).toEqual([{ k: 1 }]);
  });

  it("is reported by doctor", async () => {
    const { second } = await twoProjects();
    const findings = await second.with((w) => w.doctor());
    expect(findings.filter(({ status }) => status === "error")).toMatchObject([
      { detail: expect.stringContaining("STATE.OTHER_PROJECT") as string },
    ]);
  });

  it("becomes the project's own when it is adopted, and is then refused to the other", async () => {
    const { first, second } = await twoProjects();
    await second.build({}, { adopt: true });
    expect(await second.rows("from fin.users")).toEqual([{ users: 1 }]);
    expect(await second.plan()).toEqual({});
    expect((await failure(first.plan())).code).toBe("STATE.OTHER_PROJECT");
  });

  it("is nobody's before its first build", async () => {
    const { second, first } = await twoProjects();
    first.remove("shop.duckdb");
    await second.build();
    expect(await second.rows("from fin.users")).toEqual([{ users: 1 }]);
  });
});

describe("a state that names no project", () => {
  it("becomes that of the project that builds next", async () => {
    const { first, second } = await twoProjects();
    const engine = duckdb({ path: path.join(first.dir, "shop.duckdb") });
    const warehouse = await engine.open({ projectDir: first.dir });
    await warehouse.execute("delete from _sluice.meta where key = 'project'");
    await warehouse.close();
    await first.build();
    expect((await failure(second.plan())).code).toBe("STATE.OTHER_PROJECT");
  });
});

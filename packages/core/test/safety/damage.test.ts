import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { failure, testProject, type TestProject } from "../project.js";

const files = {
  "models/a/one.sql": "/* model\nkind: table\ntags: [x]\n*/\nselect 1 as v",
  "models/a/two.sql": "select v + 1 as v from a.one",
};

function caches(project: TestProject): readonly string[] {
  const dir = path.join(project.dir, ".sluice/cache");
  const found = readdirSync(dir).filter((name) => name.endsWith(".cache"));
  return found.map((name) => path.join(dir, name));
}

describe("a damaged cache", () => {
  it.each<readonly [string, (text: string) => string]>([
    ["cut in half", (text) => text.slice(0, text.length / 2)],
    ["emptied", () => ""],
    ["of binary noise", () => "\u0000\ufffd".repeat(500)],
    ["with one name changed", (text) => text.replaceAll("one", "two")],
    ["of another version", (text) => text.replace(/^./, (c) => (c === "0" ? "1" : "0"))],
  ])("%s is ignored", async (_, damage) => {
    const project = testProject(files);
    await project.build();
    expect(caches(project).length).toBeGreaterThan(1);
    for (const file of caches(project)) writeFileSync(file, damage(readFileSync(file, "utf8")));
    const { summary } = await project.build();
    expect(summary).toMatchObject({ ok: true, built: 0, reused: 2 });
    expect(await project.value("select v from two")).toBe(2);
  });

  it("does not hide an edit, even where the cached text of another project lies there", async () => {
    const project = testProject(files);
    await project.build();
    const other = testProject({ ...files, "models/a/one.sql": "select 100 as v" });
    await other.build();
    for (const [i, file] of caches(other).entries()) {
      writeFileSync(caches(project)[i] ?? "", readFileSync(file));
    }
    project.write({ "models/a/two.sql": "select v + 2 as v from a.one" });
    expect((await project.build()).built).toEqual(["a.two"]);
    expect(await project.value("select v from two")).toBe(3);
  });

  it("that cannot be written costs nothing but time", async () => {
    const project = testProject({ ...files, ".sluice": "a file where the folder should be" });
    expect((await project.build()).summary.ok).toBe(true);
    expect(await project.value("select v from two")).toBe(2);
  });
});

describe("a damaged state", () => {
  it("of a newer layout is refused and left alone", async () => {
    const project = testProject(files);
    await project.build();
    await project.execute("update _sluice.meta set value = '99' where key = 'schema_version'");
    project.write({ "models/a/one.sql": "select 5 as v" });
    const error = await failure(project.build());
    expect(error.code).toBe("STATE.NEWER");
    expect(error.message).toContain("99");
    expect(await project.rawRows("select v from a.two")).toEqual([{ v: 2 }]);
  });

  it("whose physical table somebody dropped is mended by the next build", async () => {
    const project = testProject(files);
    const { nodes } = await project.build();
    await project.execute(`drop table _sluice."${nodes["a.one"]?.physical ?? ""}" cascade`);
    expect(await project.plan()).toMatchObject({ "a.one": "missing" });
    expect((await project.build()).summary.ok).toBe(true);
    expect(await project.value("select v from two")).toBe(2);
  });

  it("whose view somebody dropped is mended by the next build", async () => {
    const project = testProject(files);
    await project.build();
    await project.execute("drop view a.two");
    expect((await project.build()).summary.ok).toBe(true);
    expect(await project.value("select v from two")).toBe(2);
  });
});

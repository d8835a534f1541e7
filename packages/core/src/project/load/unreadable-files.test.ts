import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findings, places, testProject, type TestProject } from "../../../test/project.js";

/** A name with a byte that is no UTF-8; some file systems refuse it. */
const latin1 = (folder: string, name: string) =>
  Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, "latin1")]);

const models = ({ dir }: TestProject) => path.join(dir, "models", "a");

const unreadable: readonly (readonly [string, (project: TestProject) => void, string])[] = [
  [
    "a link that leads nowhere",
    (project) => symlinkSync("/nowhere/at/all.sql", path.join(models(project), "x.sql")),
    "SYSTEM.NOT_FOUND models/a/x.sql",
  ],
  [
    "a link to itself",
    (project) => symlinkSync("x.sql", path.join(models(project), "x.sql")),
    "SYSTEM.PATH_INVALID models/a/x.sql",
  ],
  [
    "a link to a folder",
    (project) => symlinkSync(".", path.join(models(project), "x.seed.yaml")),
    "SYSTEM.PATH_INVALID models/a/x.seed.yaml",
  ],
  [
    "a TypeScript file that is a link to nowhere",
    (project) => symlinkSync("/nowhere/at/all.ts", path.join(models(project), "x.ts")),
    "SYSTEM.NOT_FOUND models/a/x.ts",
  ],
  [
    "a file whose name is not UTF-8",
    (project) => writeFileSync(latin1(models(project), "é.sql"), "select 1 as v"),
    "SYSTEM.PATH_INVALID models/a/\uFFFD.sql",
  ],
  [
    "a folder whose name is not UTF-8",
    (project) => mkdirSync(latin1(models(project), "é")),
    "SYSTEM.PATH_INVALID models/a/\uFFFD",
  ],
];

describe.skipIf(process.platform !== "linux")("a file of models that cannot be read", () => {
  it.each(unreadable)(
    "%s is a finding at its path, beside the others",
    async (_, make, expected) => {
      const project = testProject({
        "models/a/wrong.sql": "selec 1",
        // A model that the file may define is no unknown name.
        "models/a/reader.sql": expected.endsWith("x.sql") ? "select * from a.x" : "select 1 as v",
      });
      make(project);
      const all = await findings(project);
      expect(places({ all })).toEqual([expected, "SQL.SYNTAX models/a/wrong.sql:1:1"]);
    },
  );
});

describe.skipIf(process.platform !== "linux")("a data file that cannot be read", () => {
  const seed = (file: string) => ({
    "models/a/s.seed.yaml": `file: ${file}\n`,
    "models/a/wrong.sql": "selec 1",
  });

  it("is a finding of its seed, beside the others", async () => {
    const project = testProject({ ...seed("data/loop.csv"), "data/other.csv": "a\n1\n" });
    symlinkSync("loop.csv", path.join(project.dir, "data/loop.csv"));
    const all = await findings(project);
    expect(all.map(({ code, where }) => `${code} ${where?.model ?? ""}`).sort()).toEqual([
      "SQL.SYNTAX a.wrong",
      "SYSTEM.PATH_INVALID a.s",
    ]);
  });

  it("a link that leads nowhere is told from a name that is wrong", async () => {
    const project = testProject({ ...seed("data/x.csv"), "data/other.csv": "a\n1\n" });
    symlinkSync("/nowhere/at/all.csv", path.join(project.dir, "data/x.csv"));
    const [found] = (await findings(project)).filter(({ code }) => code === "SOURCE.NOT_FOUND");
    expect(found?.message).toBe("The file data/x.csv is a link that leads nowhere.");
  });

  it("one of a pattern is named", async () => {
    const project = testProject({ ...seed("data/*.csv"), "data/a.csv": "a\n1\n" });
    symlinkSync("/nowhere/at/all.csv", path.join(project.dir, "data/b.csv"));
    const [found] = (await findings(project)).filter(({ code }) => code === "SYSTEM.NOT_FOUND");
    expect(found?.message).toContain("data/b.csv cannot be read: ");
  });
});

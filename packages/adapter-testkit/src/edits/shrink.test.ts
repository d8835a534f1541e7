import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { duckdb } from "@sluice/adapter-duckdb";
import { afterAll, expect, it } from "vitest";
import { baseModels } from "./base-models.js";
import { BuildSide } from "./build-side.js";
import { corpus } from "./corpus/corpus.js";
import { faultText } from "./fault-text.js";
import { plainConfiguration, type Edit, type ModelPart } from "./parts.js";
import { shrunkFault } from "./shrink.js";
import { projectOf } from "./project-of.js";

const dirs: string[] = [];
afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

/** Builds on an engine that does not say which of its settings change values. */
function forgetfulSides() {
  const side = (file: string) => {
    const dir = mkdtempSync(join(tmpdir(), "sluice-edits-"));
    dirs.push(dir);
    const create = (settings: Readonly<Record<string, string | boolean>>) => ({
      ...duckdb({ path: file, threads: 1, settings }),
      contentSettings: undefined,
    });
    return new BuildSide(dir, create, (alias) => `to_json(${alias})::varchar`);
  };
  return { incremental: side("edits.duckdb"), fresh: side(":memory:") };
}

const divisions: ModelPart = {
  part: "model",
  schema: "made",
  name: "divisions",
  group: "divisions",
  header: { kind: "table" },
  sql: corpus["divisions"] ?? "",
};

const comment: Edit = {
  mutator: "comment",
  target: "made.divisions",
  before: divisions,
  after: { ...divisions, sql: `-- why\n${divisions.sql}` },
};

const setting: Edit = {
  mutator: "setting",
  target: "project",
  before: plainConfiguration,
  after: { ...plainConfiguration, settings: { integer_division: true } },
};

it("a stale table is found, and shrunk to the one edit that makes it stale", async () => {
  const project = projectOf([...baseModels, divisions]);
  const differences = [{ name: "made.divisions", text: "" }];
  const fault = { project, edits: [comment, setting], differences };
  const shrunk = await shrunkFault(fault, forgetfulSides);
  expect(shrunk.certain).toBe(true);
  expect(shrunk.edits).toEqual([setting]);
  const text = faultText(shrunk, "seed 1");
  expect(text).toContain("setting in project");
  expect(text).toContain("incremental columns: id INTEGER, v DOUBLE, n VARCHAR, m INTEGER");
  expect(text).toContain("fresh columns: id INTEGER, v INTEGER, n VARCHAR, m INTEGER");
});

import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import type { Workspace } from "../../src/workspace/workspace.js";
import { testProject, type TestProject } from "../project.js";
import { toyDialect, toyEngine } from "./toy-engine.js";
import { columnAdded, commentEdited, secondDay, toyFiles, type Files } from "./toy-files.js";
import { toDuck, toToy } from "./toy-language.js";

const first = { clock: "2024-01-03T06:00:00Z" };
const later = { clock: "2024-01-05T06:00:00Z" };
const relations = [
  ...["raw.orders", "stage.shown", "m.rated", "m.whole", "m.daily"],
  ...["m.keyed", "m.newest", "m.added", "m.history", "m.ended"],
];

/** Files with DuckDB's spelling of every query. */
function inDuck(files: Files): Files {
  const spelled = Object.entries(files).map(([name, text]) => [
    name,
    name.endsWith(".sql") ? text.replace(/(?<=\*\/\n)[\s\S]+/, toDuck) : text,
  ]);
  return Object.fromEntries(spelled) as Files;
}

/** A project that is built and changed, and what readers saw after every step. */
class Story {
  readonly steps: unknown[] = [];
  readonly #project: TestProject;
  readonly #spelled: (files: Files) => Files;

  constructor(project: TestProject, spelled: (files: Files) => Files) {
    this.#project = project;
    this.#spelled = spelled;
  }

  write(files: Files): void {
    this.#project.write(this.#spelled(files));
  }

  async build(...args: Parameters<TestProject["build"]>): Promise<void> {
    const { summary, nodes } = await this.#project.build(...args);
    const errors = Object.values(nodes).flatMap(({ error }) => error ?? []);
    expect(errors).toEqual([]);
    const { built, reused, ok, warnings } = summary;
    this.steps.push({ built, reused, ok, warnings });
    for (const name of relations)
      this.steps.push([name, await this.#project.rawRows(`select * from ${name} order by all`)]);
  }

  async do(work: (workspace: Workspace) => Promise<unknown>): Promise<void> {
    this.steps.push(await this.#project.with(work, later));
  }
}

/** Uses everything that sends SQL to the engine. */
async function told(project: TestProject, spelled: (files: Files) => Files) {
  const story = new Story(project, spelled);
  await story.build({}, first);
  await story.build({}, first);
  story.write(commentEdited);
  await story.do(async (workspace) => (await workspace.plan()).changes.map(({ name }) => name));
  story.write(secondDay);
  await story.build({}, later);
  story.write(columnAdded);
  await story.build({}, { ...later, environment: "dev" });
  await story.do(async (workspace) => (await workspace.diff("prod", "dev")).models);
  await story.build({}, later);
  const restate = { start: "2024-01-01", end: "2024-01-03" };
  await story.build({ restate, select: ["m.daily", "m.newest"] }, later);
  await story.do(async (workspace) => (await workspace.check()).ok);
  await story.do((workspace) => workspace.columnLineage());
  await story.do(async (workspace) => (await workspace.rollback()).published);
  await story.do(async (workspace) =>
    (await workspace.doctor({ fix: true })).map(({ check, status }) => [check, status]),
  );
  await story.do(async (workspace) =>
    workspace.clean(await workspace.planClean({ keep: 1, olderThanMs: 0 })),
  );
  await story.build({}, later);
  story.steps.push(Object.values(await project.test()).map(({ name, status }) => [name, status]));
  return story.steps;
}

/** Statements that write tables of incremental models, without what differs from run to run. */
function writes(statements: readonly string[]): string {
  const target =
    /^(append into|remove from|modify|blend into|design (temporary )?table) [`.\w]*`m__(daily|keyed|newest|added|history|ended)__[0-9a-f]{8}/;
  const own = statements.filter((sql) => target.test(sql));
  const texts = own.map((sql) => sql.replaceAll(/__[0-9a-f]{8}/g, "__version"));
  return `${[...new Set(texts)].sort().join(";\n\n")};\n`;
}

describe("the toy language", () => {
  it("is DuckDB's in other words, both ways", () => {
    const text = "select `a\"b`, how_many(x) from t # it's\nwhere y = '# `no`'";
    expect(toDuck(text)).toBe('select "a""b", count_if(x) from t --it\'s\nwhere y = \'# `no`\'');
    const written = "append into `t` select opt_cast(a as int) from `u`";
    expect(toToy(toDuck(written))).toBe(written);
    const target = { schema: "s", name: "t" };
    expect(toyDialect.createTableAs(target, "select 1")).toBe("design table `s`.`t` as\nselect 1");
  });

  it.each([
    'select "a" from t',
    "insert into t select 1",
    "with a as (select 1) select 1 -- x",
    "select try_cast(a as int)",
    "select a is not distinct from b",
    "/* x */ update t set a = 1",
  ])("has no %s", (text) => {
    expect(() => toDuck(text)).toThrow("is no word of the toy language");
  });
});

describe("a project in another dialect", () => {
  it("builds, edits, restates, compares, rolls back and cleans up as in DuckDB's", async () => {
    const toy = toyEngine();
    const duck = duckdb({ path: "shop.duckdb", threads: 2 });
    const given = testProject(toyFiles, { targets: { dev: toy } });
    const same = testProject(inDuck(toyFiles), { targets: { dev: duck } });
    expect(await told(given, (files) => files)).toEqual(await told(same, inDuck));
    await expect(writes(toy.statements)).toMatchFileSnapshot("__golden__/toy-writes.sql");
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { duckdb } from "@sluice/adapter-duckdb";
import { afterAll } from "vitest";
import type { Row } from "../src/warehouse/values.js";
import type { TargetEngine, WarehouseAdapter } from "../src/warehouse/warehouse-adapter.js";
import {
  isSluiceError,
  type Diagnostic,
  type SluiceError,
} from "../src/base/errors/sluice-error.js";
import type { NodeResult, RunEvent, RunSummary } from "../src/state/events/event.js";
import { defineProject, type ProjectDefinition } from "../src/model/project/define-project.js";
import { openWorkspace } from "../src/workspace/open-workspace.js";
import type { BuildOptions, WorkspaceOptions } from "../src/session/options.js";
import type { Workspace } from "../src/workspace/workspace.js";
import type { UnitTestResult } from "../src/testing/unit-test/unit-test-result.js";
import { isBuilt, runsChecks } from "../src/plan/planned-node.js";
import { provideAuthoring } from "./authoring.js";
import { testCheckEngine } from "./check-engine.js";

const configs = new Map<string, Partial<ProjectDefinition>>();
provideAuthoring({ config });

function config(dir: string) {
  return defineProject({
    name: "shop",
    targets: { dev: duckdb({ path: "shop.duckdb", threads: 2 }) },
    ...configs.get(dir),
  });
}

/** A finished build. */
export interface FinishedBuild {
  readonly events: readonly RunEvent[];
  readonly summary: RunSummary;
  /** Results by name of the model. */
  readonly nodes: Readonly<Record<string, NodeResult>>;
  /** Names of models that were built, in the order they finished. */
  readonly built: readonly string[];
}

/** A project in a temporary folder with a real warehouse file. */
export class TestProject {
  readonly dir = mkdtempSync(path.join(os.tmpdir(), "sluice-core-"));

  constructor(
    files: Readonly<Record<string, string>>,
    definition: Partial<ProjectDefinition> = {},
  ) {
    configs.set(this.dir, definition);
    this.writeConfig();
    this.write(files);
  }

  /** Writes the configuration, which leads to the definition. */
  writeConfig(): void {
    this.write({
      "sluice.config.ts": `export default globalThis.sluice.config(${JSON.stringify(this.dir)});\n`,
    });
  }

  /** Changes what the configuration says from the next open on. */
  define(definition: Partial<ProjectDefinition>): void {
    configs.set(this.dir, definition);
  }

  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.dir, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }

  read(name: string): string {
    return readFileSync(path.join(this.dir, name), "utf8");
  }

  remove(name: string): void {
    rmSync(path.join(this.dir, name), { recursive: true });
  }

  open(options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
    return openWorkspace({ dir: this.dir, env: {}, checks: testCheckEngine(), ...options });
  }

  /** Opens, does something, closes. */
  async with<T>(
    work: (workspace: Workspace) => Promise<T>,
    options?: Partial<WorkspaceOptions>,
  ): Promise<T> {
    const workspace = await this.open(options);
    try {
      return await work(workspace);
    } finally {
      await workspace.close();
    }
  }

  /** Builds as one process would: opens, builds, closes. */
  build(options: BuildOptions = {}, open?: Partial<WorkspaceOptions>): Promise<FinishedBuild> {
    return this.with((workspace) => finish(workspace.build(options)), open);
  }

  /** Why models would be built (or `recheck`) by name; those reused as they are left out. */
  plan(
    options: BuildOptions = {},
    open?: Partial<WorkspaceOptions>,
  ): Promise<Readonly<Record<string, string>>> {
    return this.with(async (workspace) => {
      const { nodes } = await workspace.plan(options);
      const todo = nodes.filter(runsChecks);
      return Object.fromEntries(
        todo.map((node) => [node.name, isBuilt(node) ? node.reason : "recheck"]),
      );
    }, open);
  }

  /** Rows of a query in plain names, on what readers see. */
  rows(query: string): Promise<readonly Row[]> {
    return this.with(async (workspace) => collect((await workspace.query(query)).rows));
  }

  /** One value of a query in plain names. */
  async value(query: string): Promise<unknown> {
    return Object.values((await this.rows(query))[0] ?? {})[0];
  }

  /** Runs SQL on the warehouse itself, past Sluice. */
  async raw<T>(
    work: (warehouse: WarehouseAdapter) => Promise<T>,
    file = "shop.duckdb",
  ): Promise<T> {
    const engine = duckdb({ path: file });
    const warehouse = await engine.open({ projectDir: this.dir });
    try {
      return await work(warehouse);
    } finally {
      await warehouse.close();
    }
  }

  execute(statements: string): Promise<unknown> {
    return this.raw((runner) => runner.execute(statements));
  }

  rawRows(query: string): Promise<readonly Row[]> {
    return this.raw((runner) => collect(runner.query(query)));
  }

  /** Results of unit tests by name. */
  test(open?: Partial<WorkspaceOptions>): Promise<Readonly<Record<string, UnitTestResult>>> {
    return this.with(async (workspace) => {
      const results = await collect(workspace.test());
      return Object.fromEntries(results.map((result) => [result.name, result]));
    }, open);
  }
}

const projects: TestProject[] = [];
afterAll(() => {
  for (const { dir } of projects) rmSync(dir, { recursive: true, force: true });
});

/** A project that is deleted after the tests of the file. */
export function testProject(
  files: Readonly<Record<string, string>>,
  definition?: Partial<ProjectDefinition>,
): TestProject {
  const project = new TestProject(files, definition);
  projects.push(project);
  return project;
}

/** Everything a stream yields. */
export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Follows a build to its end. */
export async function finish(events: AsyncIterable<RunEvent>): Promise<FinishedBuild> {
  const list = await collect(events);
  const results = list.flatMap((event) => (event.type === "node_finished" ? [event.result] : []));
  const last = list.at(-1);
  if (last?.type !== "run_finished") throw new Error("the last event is not run_finished");
  return {
    events: list,
    summary: last.summary,
    nodes: Object.fromEntries(results.map((result) => [result.name, result])),
    built: results.filter((result) => result.status === "built").map((result) => result.name),
  };
}

/** The coded error a promise rejects with. */
export async function failure(work: Promise<unknown>): Promise<SluiceError> {
  try {
    await work;
  } catch (error) {
    if (isSluiceError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** Everything wrong with a project, whichever step finds it. */
export async function findings(project: TestProject): Promise<readonly Diagnostic[]> {
  try {
    return await project.with(async (workspace) => (await workspace.validate()).diagnostics);
  } catch (error) {
    if (isSluiceError(error)) return error.all;
    throw error;
  }
}

/** Findings as `CODE file:line:column`, for comparison. */
export function places(error: Pick<SluiceError, "all">): readonly string[] {
  return error.all.map(({ code, where }) => {
    const parts = [where?.file ?? "", where?.line, where?.column];
    return `${code} ${parts.filter((part) => part !== undefined).join(":")}`;
  });
}

/** An engine that counts how often it is opened. */
export function countingEngine(options: Parameters<typeof duckdb>[0] = { path: "shop.duckdb" }) {
  const opened = { warehouse: 0, scratch: 0 };
  const inner = duckdb(options);
  const engine: TargetEngine = {
    ...inner,
    open: async (open) => {
      opened.warehouse += 1;
      return inner.open(open);
    },
    openScratch: async (open) => {
      opened.scratch += 1;
      return inner.openScratch(open);
    },
  };
  return { engine, opened };
}

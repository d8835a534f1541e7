import assert from "node:assert/strict";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  isFromFile,
  openWorkspace,
  type BuildOptions,
  type CheckResult,
  type NodeResult,
  type RunEvent,
  type RunSummary,
  type UnitTestResult,
  type Workspace,
  type WorkspaceOptions,
} from "@sluice/core";
import { createCheckEngine } from "@sluice/dq";
import { vi } from "vitest";

/** What a build or a run of the schedule did. */
export interface Built {
  readonly summary: RunSummary;
  readonly nodes: readonly NodeResult[];
  /** Results of all checks, by `model check`. */
  readonly checks: ReadonlyMap<string, CheckResult>;
}

/** How a project is opened, beside where it lies. */
export type OpenOptions = Pick<
  WorkspaceOptions,
  "target" | "environment" | "vars" | "now" | "clock" | "readOnly"
>;

/** A row with every value as text. */
export type TextRow = Readonly<Record<string, string | null>>;

/** A project in a temporary folder with a warehouse of its own, free to be broken. */
export class AppCopy {
  readonly dir: string;
  readonly #options: OpenOptions;

  /** The name of the folder begins with `name`; without files it is empty. */
  constructor(name: string, options: OpenOptions = {}) {
    this.dir = mkdtempSync(path.join(os.tmpdir(), `${name}-`));
    this.#options = options;
  }

  /** Takes files and folders over from another folder. */
  take(from: string, parts: readonly string[]): void {
    for (const part of parts)
      cpSync(path.join(from, part), path.join(this.dir, part), { recursive: true });
  }

  /** Packages of the project are those of another folder. */
  linkPackages(from: string): void {
    symlinkSync(path.join(from, "node_modules"), path.join(this.dir, "node_modules"), "junction");
  }

  /** All its files by path, the warehouse too, but no packages; no workspace may be open on it. */
  files(): ReadonlyMap<string, Buffer> {
    const paths = readdirSync(this.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.dir, path.join(entry.parentPath, entry.name)));
    return new Map(paths.map((file) => [file, readFileSync(path.join(this.dir, file))]));
  }

  /** Writes files of another copy. */
  put(files: ReadonlyMap<string, Buffer>): void {
    for (const [file, content] of files) {
      const target = path.join(this.dir, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  }

  read(file: string): string {
    return readFileSync(path.join(this.dir, file), "utf8");
  }

  write(file: string, text: string): void {
    writeFileSync(path.join(this.dir, file), text);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  async build(options: BuildOptions = {}, open: OpenOptions = {}): Promise<Built> {
    return this.use((workspace) => finished(workspace.build(options)), open);
  }

  /** Rows of queries in plain names, every value as text. */
  async rows(...queries: readonly string[]): Promise<readonly (readonly TextRow[])[]> {
    return this.use(async (workspace) => {
      const results: (readonly TextRow[])[] = [];
      for (const query of queries) results.push(await textRows(workspace, query));
      return results;
    });
  }

  async test(): Promise<readonly UnitTestResult[]> {
    return this.use((workspace) => collect(workspace.test()));
  }

  /** Models, but no seeds, that have none of the unit tests. */
  async untested(tests: readonly UnitTestResult[]): Promise<readonly string[]> {
    const tested = new Set(tests.map((result) => result.model));
    return this.use(async ({ project }) =>
      [...project.models.values()].flatMap(({ name, kind }) =>
        isFromFile(kind) || tested.has(name) ? [] : [name],
      ),
    );
  }

  /** Models and columns without a description, and models without an owner. */
  async undescribed(): Promise<readonly string[]> {
    return this.use(async (workspace) => {
      const { columns } = await workspace.validate();
      return [...workspace.project.models.values()].flatMap((model) => {
        const described = new Map(
          model.columns.map(({ name, description }) => [name, description]),
        );
        return [
          ...(model.description === undefined ? [model.name] : []),
          ...(model.owner === undefined ? [`${model.name} owner`] : []),
          ...(columns.get(model.name) ?? [])
            .filter(({ name }) => !described.get(name))
            .map(({ name }) => `${model.name}.${name}`),
        ];
      });
    });
  }

  /** Opens the project as its options say, and as `open` says otherwise. */
  async use<T>(body: (workspace: Workspace) => Promise<T>, open: OpenOptions = {}): Promise<T> {
    vi.stubEnv("SLUICE_DATABASE", path.join(this.dir, "test.duckdb"));
    const workspace = await openWorkspace({
      dir: this.dir,
      env: {},
      checks: createCheckEngine(),
      ...this.#options,
      ...open,
    });
    try {
      return await body(workspace);
    } finally {
      await workspace.close();
    }
  }
}

/** Rows of a query in plain names, every value as text. */
export async function textRows(workspace: Workspace, query: string): Promise<readonly TextRow[]> {
  const { rows } = await workspace.query(`select columns(*)::varchar from (${query})`);
  return (await collect(rows)) as TextRow[];
}

/** What a run's events come to. */
export async function finished(events: AsyncIterable<RunEvent>): Promise<Built> {
  const nodes: NodeResult[] = [];
  let summary: RunSummary | undefined;
  for await (const event of events) {
    if (event.type === "node_finished") nodes.push(event.result);
    if (event.type === "run_finished") summary = event.summary;
  }
  assert(summary, "The run did not finish.");
  const checks = nodes.flatMap((node) => node.checkResults);
  return {
    summary,
    nodes,
    checks: new Map(checks.map((check) => [`${check.model} ${check.check}`, check])),
  };
}

/** Checks that found something, by `model check`; what the schema proves is skipped, and no finding. */
export function findingsOf({ checks }: Built): ReadonlyMap<string, CheckResult> {
  const fine = new Set(["passed", "skipped"]);
  return new Map([...checks].filter(([, { status }]) => !fine.has(status)));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

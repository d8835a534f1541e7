import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  openWorkspace,
  type CheckResult,
  type NodeResult,
  type RunSummary,
  type UnitTestResult,
  type Workspace,
} from "@sluice/core";
import { createCheckEngine } from "@sluice/dq";
import { vi } from "vitest";

// Every test builds for real; a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Folder of the app as it stands in the repository. */
export const appDir = fileURLToPath(new URL("../..", import.meta.url));

/** The day on which tests look at the app's own data, just after its last order. */
export const today = "2024-07-01";

/** What a build did. */
export interface Built {
  readonly summary: RunSummary;
  readonly nodes: readonly NodeResult[];
  /** Results of all checks, by `model check`. */
  readonly checks: ReadonlyMap<string, CheckResult>;
}

export interface AppOptions {
  readonly vars?: Readonly<Record<string, string>>;
  readonly now?: string;
}

/** A row with every value as text. */
export type TextRow = Readonly<Record<string, string | null>>;

/** The app in a temporary folder with a warehouse of its own, free to be broken. */
export class App {
  readonly dir = mkdtempSync(path.join(os.tmpdir(), "trail-trekker-"));

  constructor(private readonly options: AppOptions = {}) {
    for (const part of ["sluice.config.ts", "package.json", "models", "tests", "data"])
      cpSync(path.join(appDir, part), path.join(this.dir, part), { recursive: true });
    symlinkSync(path.join(appDir, "node_modules"), path.join(this.dir, "node_modules"), "junction");
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

  async build(): Promise<Built> {
    return this.use(async (workspace) => {
      const nodes: NodeResult[] = [];
      let summary: RunSummary | undefined;
      for await (const event of workspace.build()) {
        if (event.type === "node_finished") nodes.push(event.result);
        if (event.type === "run_finished") summary = event.summary;
      }
      if (!summary) throw new Error("The run did not finish.");
      const checks = nodes.flatMap((node) => node.checkResults);
      return {
        summary,
        nodes,
        checks: new Map(checks.map((check) => [`${check.model} ${check.check}`, check])),
      };
    });
  }

  /** Rows of queries in plain names, every value as text. */
  async rows(...queries: readonly string[]): Promise<readonly (readonly TextRow[])[]> {
    return this.use(async (workspace) => {
      const results: TextRow[][] = [];
      for (const query of queries) {
        const { rows } = await workspace.query(`select columns(*)::varchar from (${query})`);
        results.push((await collect(rows)) as TextRow[]);
      }
      return results;
    });
  }

  async test(): Promise<readonly UnitTestResult[]> {
    return this.use((workspace) => collect(workspace.test()));
  }

  async use<T>(body: (workspace: Workspace) => Promise<T>): Promise<T> {
    vi.stubEnv("SLUICE_DATABASE", path.join(this.dir, "test.duckdb"));
    const workspace = await openWorkspace({
      dir: this.dir,
      env: {},
      now: today,
      checks: createCheckEngine(),
      ...this.options,
    });
    try {
      return await body(workspace);
    } finally {
      await workspace.close();
    }
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

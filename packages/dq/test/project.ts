import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { duckdb } from "@sluice/adapter-duckdb";
import {
  defineModel,
  defineProject,
  openWorkspace,
  sql,
  type NodeResult,
  type Workspace,
} from "@sluice/core";
import * as dq from "../src/index.js";

// A temporary folder has no node_modules to import from.
Object.assign(globalThis, {
  sluiceDq: {
    ...dq,
    defineModel,
    sql,
    config: defineProject({
      name: "shop",
      targets: { dev: duckdb({ path: "shop.duckdb", threads: 2 }) },
      models: { marts: { kind: "table" }, staging: { kind: "view" } },
    }),
  },
});

type Files = Readonly<Record<string, string>>;

/** Opens a project of these files with a real warehouse file and the real check engine. */
export function withProject<T>(
  files: Files,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  return inFolder(files, ({ open }) => open(work));
}

/** A project's folder, whose files may change from one opening to the next. */
export interface Folder {
  readonly dir: string;
  write(files: Files): void;
  open<T>(work: (workspace: Workspace) => Promise<T>): Promise<T>;
}

/** Makes a project of these files; it is gone when the work is done. */
export async function inFolder<T>(files: Files, work: (folder: Folder) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "sluice-dq-"));
  const write = (some: Files) => {
    for (const [name, text] of Object.entries(some)) {
      const file = path.join(dir, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  };
  write({ "sluice.config.ts": "export default globalThis.sluiceDq.config;", ...files });
  try {
    return await work({ dir, write, open: (inside) => withWorkspace(dir, inside) });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function withWorkspace<T>(
  dir: string,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const workspace = await openWorkspace({
    dir,
    env: {},
    now: "2024-06-01T12:00:00Z",
    checks: dq.createCheckEngine(),
  });
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

/** Builds everything; the results of the nodes. */
export async function build(workspace: Workspace): Promise<readonly NodeResult[]> {
  const nodes: NodeResult[] = [];
  for await (const event of workspace.build()) {
    if (event.type === "node_finished") nodes.push(event.result);
  }
  return nodes;
}

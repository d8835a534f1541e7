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

/** Opens a project of these files with a real warehouse file and the real check engine. */
export async function withProject<T>(
  files: Readonly<Record<string, string>>,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "sluice-dq-"));
  const all = { "sluice.config.ts": "export default globalThis.sluiceDq.config;", ...files };
  for (const [name, text] of Object.entries(all)) {
    const file = path.join(dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  try {
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
  } finally {
    rmSync(dir, { recursive: true, force: true });
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

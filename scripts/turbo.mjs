/** Runs turbo with the pinned pnpm on the PATH: `node scripts/turbo.mjs run build`. */
import { spawnSync } from "node:child_process";
import { toolEnv, workspaceRoot } from "./lib/workspace.mjs";

const { status } = spawnSync("turbo", process.argv.slice(2), {
  cwd: workspaceRoot,
  env: toolEnv(),
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exitCode = status ?? 1;

import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";

const here = path.dirname(fileURLToPath(import.meta.url));
const packages = path.resolve(here, "../../..");
const duckdbApi = createRequire(path.join(packages, "adapter-duckdb/package.json")).resolve(
  "@duckdb/node-api",
);

/** The worker as one JavaScript file, made from the sources: a process starts ten times as fast as from TypeScript. */
export async function bundleWorker(): Promise<string> {
  // Below node_modules, so that imports of packages resolve; one a process, since test runs may overlap.
  const outDir = path.join(packages, "core/node_modules/.cache", `worker-${randomUUID()}`);
  await build({
    config: false,
    entry: { worker: path.join(here, "worker.ts") },
    outDir,
    format: "esm",
    target: "node20",
    platform: "node",
    tsconfig: path.join(packages, "core/tsconfig.json"),
    splitting: false,
    silent: true,
    noExternal: [/^@sluice\//],
    external: ["zod", "yaml", "jiti", "@polyglot-sql/sdk"],
    esbuildOptions: (options) => {
      options.conditions = ["@sluice/source"];
    },
    esbuildPlugins: [
      {
        name: "engine",
        setup: ({ onResolve }) => {
          onResolve({ filter: /^@duckdb\/node-api$/ }, () => ({ path: duckdbApi, external: true }));
        },
      },
    ],
  });
  return path.join(outDir, "worker.js");
}

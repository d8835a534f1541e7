import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Options } from "tsup";

type PluginBuild = Parameters<NonNullable<Options["esbuildPlugins"]>[number]["setup"]>[0];

const here = path.dirname(fileURLToPath(import.meta.url));
const core = path.resolve(here, "../..");
/** Below node_modules, so that imports of packages resolve. */
const folder = path.join(core, "node_modules/.cache/sluice-worker");
const latest = path.join(folder, "latest.json");

interface Bundle {
  readonly file: string;
  /** Sources it was made from, with the time of their last change. */
  readonly sources: Readonly<Record<string, number>>;
}

/**
 * The worker as one JavaScript file, made from the sources: a process starts ten times as fast as from TypeScript. Made
 * again when a source has changed; test files, which may run side by side, share it.
 */
export async function bundleWorker(): Promise<string> {
  const known = readLatest();
  if (known && Object.entries(known.sources).every(([file, at]) => changedAt(file) === at))
    return known.file;
  const own = path.join(folder, String(process.pid));
  await bundle(own);
  const made = adopt(own);
  rmSync(own, { recursive: true });
  return made;
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

function readLatest(): Bundle | undefined {
  try {
    const bundle = JSON.parse(readFileSync(latest, "utf8")) as Bundle;
    // A copy of the repository has the bundle of the folder that it was copied from.
    const isOwn = path.dirname(bundle.file) === folder;
    return isOwn && changedAt(bundle.file) > 0 ? bundle : undefined;
  } catch {
    return undefined;
  }
}

/** Gives the file the name of its content, which nobody ever overwrites. */
function adopt(own: string): string {
  const made = path.join(own, "worker.js");
  const hash = createHash("sha256").update(readFileSync(made)).digest("hex").slice(0, 16);
  const file = path.join(folder, `worker-${hash}.js`);
  const meta = JSON.parse(readFileSync(path.join(own, "metafile-esm.json"), "utf8")) as {
    inputs: Record<string, unknown>;
  };
  const inputs = Object.keys(meta.inputs).map((name) => path.resolve(name));
  const sources = inputs.filter((name) => changedAt(name) > 0);
  const bundle: Bundle = {
    file,
    sources: Object.fromEntries(sources.map((name) => [name, changedAt(name)])),
  };
  renameSync(made, file);
  const next = path.join(own, "latest.json");
  writeFileSync(next, JSON.stringify(bundle));
  renameSync(next, latest);
  return file;
}

/** DuckDB's API stays a package, which is one of the adapter and not of core. */
const nativeApi = {
  name: "native-api",
  setup: (builder: PluginBuild) => {
    const { resolve } = createRequire(path.resolve(core, "../adapter-duckdb/package.json"));
    builder.onResolve({ filter: /^@duckdb\/node-api$/ }, (of) => ({
      path: resolve(of.path),
      external: true,
    }));
  },
};

async function bundle(outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  await build({
    config: false,
    entry: { worker: path.join(here, "worker.ts") },
    outDir,
    format: "esm",
    target: "node20",
    platform: "node",
    tsconfig: path.join(core, "tsconfig.json"),
    splitting: false,
    silent: true,
    metafile: true,
    noExternal: [/^@sluice\//],
    external: ["zod", "yaml", "jiti", "@polyglot-sql/sdk"],
    esbuildPlugins: [nativeApi],
    esbuildOptions: (options) => {
      options.conditions = ["@sluice/source"];
    },
  });
}

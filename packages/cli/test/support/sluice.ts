import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { documents, type Documents } from "../../src/commands/documents.js";

const packageDir = fileURLToPath(new URL("../..", import.meta.url));

/** The built command. */
export const main = join(packageDir, "dist", "main.js");

/** What a run of the command left. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project in a folder of its own, and the command in it. */
export interface TestProject {
  readonly dir: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  read(file: string): Promise<string>;
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs with `--json`; the document must be of the command's schema. */
  json<K extends Command>(
    command: K,
    args?: readonly string[],
    options?: RunOptions,
  ): Promise<Ran & { readonly document: Documents[K] }>;
  /** Runs with `--json` what cannot be done; the document must list errors. */
  refused(
    args: readonly string[],
    options?: RunOptions,
  ): Promise<
    Ran & { readonly errors: Documents["errors"]["errors"]; readonly command: string | null }
  >;
  start(args: readonly string[], options?: RunOptions): Running;
}

type Command = Exclude<keyof Documents, "errors">;

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  readonly done: Promise<Ran>;
  /** Resolves when stderr has said this. */
  said(text: string): Promise<void>;
}

export const config = `
import { duckdb } from "@sluice/adapter-duckdb";
import { defineProject } from "@sluice/core";
import { z } from "zod";
export default defineProject({
  name: "test",
  vars: z.object({ least: z.number().default(0), password: z.string().default("none") }),
  targets: { dev: duckdb({ path: "test.duckdb", threads: 2 }) },
  models: { staging: { kind: "view", tags: ["staging"] }, marts: { kind: "table", tags: ["marts"] } },
});
`;

/** A small shop: a seed, a view over it, two tables over that. */
export const shop: Readonly<Record<string, string>> = {
  "sluice.config.ts": config,
  "seeds/orders.csv":
    "order_id,customer,amount\\n1,ada,10.50\\n2,grace,20.00\\n3,ada,5.25\\n".replaceAll(
      "\\n",
      "\n",
    ),
  "models/raw/orders.seed.yaml": `file: seeds/orders.csv
columns:
  order_id: { type: bigint }
  customer: { type: varchar }
  amount: { type: "decimal(18,2)" }
`,
  "models/staging/stg_orders.sql": `/* model
description: Orders, small ones left out.
columns:
  order_id: { checks: [unique, not_null] }
*/
select
  order_id,
  customer,
  amount
from raw.orders
where amount >= $least
`,
  "models/marts/customers.sql": `/* model
columns:
  customer: { checks: [unique] }
*/
select customer, count(*) as orders, sum(amount) as total
from staging.stg_orders
group by customer
`,
  "models/marts/totals.sql":
    "select count(*) as customers, sum(total) as total from marts.customers\n",
};

/** Makes a project; removed when the test ends. */
export async function makeProject(
  files: Readonly<Record<string, string>> = shop,
): Promise<TestProject> {
  const dir = await mkdtemp(join(tmpdir(), "sluice-cli-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));
  await linkPackages(dir);
  const project = projectAt(dir);
  await project.write(files);
  return project;
}

/** The project of a folder that exists. */
export function projectAt(dir: string): TestProject {
  const start = (args: readonly string[], options: RunOptions = {}) =>
    startSluice(args, { cwd: dir, ...options });
  const run = (args: readonly string[], options?: RunOptions) => start(args, options).done;
  return {
    dir,
    start,
    run,
    async write(more) {
      for (const [file, content] of Object.entries(more)) {
        await mkdir(dirname(join(dir, file)), { recursive: true });
        await writeFile(join(dir, file), content);
      }
    },
    read: (file) => readFile(join(dir, file), "utf8"),
    async json(command, args = [], options) {
      const ran = await run([command, ...args, "--json"], options);
      return { ...ran, document: readDocument(command, ran) };
    },
    async refused(args, options) {
      const ran = await run([...args, "--json"], options);
      const { errors, command } = readDocument("errors", ran);
      return { ...ran, errors, command };
    },
  };
}

/** The one document on stdout, by its schema. */
export function readDocument<K extends keyof Documents>(name: K, ran: Ran): Documents[K] {
  const found = documents[name].safeParse(parsed(ran));
  if (found.success) return found.data as Documents[K];
  throw new Error(
    `not the document of ${name}: ${found.error.message}\n${ran.stdout}${ran.stderr}`,
  );
}

function parsed(ran: Ran): unknown {
  try {
    return JSON.parse(ran.stdout);
  } catch {
    throw new Error(`stdout is not one JSON document: ${ran.stdout}\n${ran.stderr}`);
  }
}

/** What projects import; each is a dependency of this package. */
const projectPackages = ["@sluice/adapter-duckdb", "@sluice/core", "@sluice/dq", "zod"];

/** Lets a project outside the repository import what an installed one would. */
export async function linkPackages(dir: string): Promise<void> {
  await mkdir(join(dir, "node_modules", "@sluice"), { recursive: true });
  for (const name of projectPackages) {
    await symlink(join(packageDir, "node_modules", name), join(dir, "node_modules", name));
  }
}

/** A clean environment: what the test machine sets must not change what is printed. */
export function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], HOME: process.env["HOME"], LANG: "C.UTF-8", ...more };
}

/** Starts the built command. */
export function startSluice(args: readonly string[], options: RunOptions = {}): Running {
  if (!existsSync(main))
    throw new Error(`${main} is missing: run \`pnpm --filter @sluice/cli... build\` first.`);
  const child = spawn(process.execPath, [main, ...args], {
    cwd: options.cwd,
    env: environment(options.env),
  });
  child.stdin.end();
  const out = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (out.stderr += text));
  const done = new Promise<Ran>((resolve) =>
    child.on("close", (code) => resolve({ code, ...out })),
  );
  return {
    process: child,
    done,
    async said(text) {
      while (!out.stderr.includes(text)) {
        if (child.exitCode !== null) throw new Error(`ended without saying ${text}: ${out.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

/** Takes out what differs from run to run: times, ids, versions, paths. */
export function normal(text: string, dir = ""): string {
  const plain = dir === "" ? text : text.replaceAll(dir, "<dir>");
  return plain
    .replace(/\b\d{8}\d{6}-[0-9a-f]{8}\b/g, "<run>")
    .replace(/ *\b\d+(?:\.\d+)?s\b/g, " <time>")
    .replace(/"(seconds)": [\d.]+/g, '"$1": 0')
    .replace(/"version": "[0-9a-f]{8}"/g, '"version": "<version>"')
    .replace(/__[0-9a-f]{8}\b/g, "__<version>")
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, "<at>");
}

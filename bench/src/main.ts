import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import {
  fullSizes,
  scaledSizes,
  smokeSizes,
  type Bench,
  type BenchOptions,
  type Measurement,
} from "./bench.js";
import { describeMachine, loadAverage } from "./measure/machine.js";
import { benchDir } from "./measure/paths.js";
import { renderTable } from "./report/table.js";
import { benches } from "./runners/all.js";
import { peers } from "./runners/peers.js";

/** `peers` runs only when it is named. */
const everyBench = [...benches, peers];

const help = `Usage: pnpm --filter bench run bench [name ...] [options]

  --runs <n>     rounds of interleaved samples (default 5)
  --models <n>   models of the usual project (default ${fullSizes.models})
  --scale <sf>   TPC-H scale factor, and part of their full size for the benches of time and state (default ${fullSizes.scale})
  --smoke        tiny sizes and one round: shows that the benches work, says nothing about speed

${everyBench.map((bench) => `  ${bench.name.padEnd(17)} ${bench.description}`).join("\n")}
`;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  allowPositionals: true,
  options: {
    runs: { type: "string" },
    models: { type: "string" },
    scale: { type: "string" },
    smoke: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(help);
else await runAll(chosen(positionals), benchOptions());

function chosen(names: readonly string[]): readonly Bench[] {
  const unknown = names.find((name) => !everyBench.some((bench) => bench.name === name));
  if (unknown !== undefined) throw new Error(`There is no bench ${unknown}.\n\n${help}`);
  return names.length === 0 ? benches : everyBench.filter((bench) => names.includes(bench.name));
}

function benchOptions(): BenchOptions {
  const full = values.smoke ? smokeSizes : fullSizes;
  const sizes = values.scale === undefined ? full : scaledSizes(full, Number(values.scale));
  return {
    runs: Number(values.runs ?? (values.smoke ? 1 : 5)),
    sizes: {
      ...sizes,
      models: Number(values.models ?? sizes.models),
    },
    workDir: path.join(benchDir, ".work"),
    log,
  };
}

/** Runs benches one after the other, printing each one's table as soon as it is there. */
async function runAll(selected: readonly Bench[], options: BenchOptions): Promise<void> {
  const machine = describeMachine();
  process.stdout.write(
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, ${machine.platform}, Node ${machine.node}, DuckDB ${machine.duckdb}; ${options.runs} rounds\n`,
  );
  const results: Record<string, readonly Measurement[]> = {};
  for (const bench of selected) {
    const before = loadAverage();
    log(`${bench.name}: ${bench.description}`);
    results[bench.name] = await bench.run(options);
    process.stdout.write(
      `\n${bench.name} (load average ${before} before, ${loadAverage()} after)\n\n${renderTable(results[bench.name] ?? [])}\n`,
    );
  }
  const folder = path.join(benchDir, "results");
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = path.join(folder, `${at.replace(/\D/g, "").slice(0, 14)}.json`);
  writeFileSync(
    file,
    `${JSON.stringify({ at, machine, options: { runs: options.runs, sizes: options.sizes }, results }, null, 2)}\n`,
  );
}

/** What goes on goes to stderr; stdout carries the tables. */
function log(text: string): void {
  process.stderr.write(`${text}\n`);
}

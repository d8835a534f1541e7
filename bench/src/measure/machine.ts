import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { version } from "@duckdb/node-api";

/** Facts without which a figure says little. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly platform: string;
  readonly node: string;
  readonly duckdb: string;
}

/** The machine this runs on. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    duckdb: version(),
  };
}

/** Processes that wanted a core in the last minute; above the number of cores, others were at work too. */
export function loadAverage(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

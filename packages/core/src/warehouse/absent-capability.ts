import { SluiceError } from "../base/errors/sluice-error.js";
import type { TargetEngine } from "./warehouse-adapter.js";

type Described = Pick<TargetEngine, "capabilities" | "engine">;

/** Raises `CAPABILITY.UNSUPPORTED` for an engine without a private warehouse, which every query is parsed in. */
export function requireScratch({ capabilities, engine }: Described): void {
  if (capabilities.scratch) return;
  throw new SluiceError({
    code: "CAPABILITY.UNSUPPORTED",
    message: `${engine} has no private warehouse in memory, in which queries are parsed, validated and unit-tested.`,
    hints: ["Take a target whose engine has one (capability `scratch`), such as DuckDB."],
  });
}

/** Raises `CAPABILITY.UNSUPPORTED` for an engine that cannot bind a query without running it. */
export function requireDryRun({ capabilities, engine }: Described): void {
  if (capabilities.dryRun) return;
  throw new SluiceError({
    code: "CAPABILITY.UNSUPPORTED",
    message: `${engine} tells no columns of a query without running it, so models cannot be validated.`,
    hints: ["Take a target whose engine has a dry run (capability `dryRun`), such as DuckDB."],
  });
}

/** Raises `CAPABILITY.UNSUPPORTED` for an engine in which data, definitions and state cannot be committed together. */
export function requireTransactions({ capabilities, engine }: Described): void {
  const { transactions } = capabilities;
  if (transactions === "full") return;
  const has =
    transactions === "dml" ? "takes no definitions in a transaction" : "has no transactions";
  throw new SluiceError({
    code: "CAPABILITY.UNSUPPORTED",
    message: `${engine} ${has}, so a run cannot publish its results and record them in one step.`,
    hints: [
      'Take a target whose engine commits rows and definitions together (capability `transactions: "full"`), such as DuckDB.',
      "Commands that only read, such as `sluice show` and `sluice ls`, work on this target.",
    ],
  });
}

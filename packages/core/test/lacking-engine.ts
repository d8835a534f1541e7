import { duckdb } from "@sluice/adapter-duckdb";
import type {
  AdapterCapabilities,
  TargetEngine,
  WarehouseAdapter,
} from "../src/warehouse/warehouse-adapter.js";

/** Uses of an engine that a test may forbid. */
export type Use = "openScratch" | "dryRun" | "transaction" | "readFiles" | "openForWriting";

/** A DuckDB that claims other capabilities; a forbidden use fails the test. */
export function lackingEngine(
  claimed: Partial<AdapterCapabilities>,
  forbidden: readonly Use[],
  path = "shop.duckdb",
): TargetEngine {
  const good = duckdb({ path, threads: 2 });
  const capabilities = Object.freeze({ ...good.capabilities, ...claimed });
  const refuse = (use: Use) => {
    if (forbidden.includes(use)) throw new Error(`used: ${use}`);
  };
  const dialect = {
    ...good.dialect,
    readFiles: (...args: Parameters<typeof good.dialect.readFiles>) => {
      refuse("readFiles");
      return good.dialect.readFiles(...args);
    },
  };
  const limited = (opened: WarehouseAdapter) =>
    new Proxy(opened, {
      get: (target, key: keyof WarehouseAdapter) => {
        if (key === "capabilities") return capabilities;
        if (key === "dialect") return dialect;
        if (key === "dryRun" || key === "transaction") refuse(key);
        const value = target[key];
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
  return {
    ...good,
    capabilities,
    dialect,
    open: async (options) => {
      if (options.readOnly !== true) refuse("openForWriting");
      return limited(await good.open(options));
    },
    openScratch: async (options) => {
      refuse("openScratch");
      return limited(await good.openScratch(options));
    },
  };
}

import { availableParallelism } from "node:os";
import type { AdapterCapabilities, TargetEngine } from "@sluice/core/adapter";
import { contentSettings } from "./content-settings.js";
import { memoryPath, reservedSchemas } from "./database-file.js";
import { dialect } from "./dialect.js";
import { databaseFiles } from "./files.js";
import { openDatabase } from "./open.js";
import { parseOptions, type DuckdbOptions } from "./options.js";
import { engineName } from "./version.js";
import { DuckdbWarehouse } from "./warehouse.js";

/**
 * A DuckDB file (or `:memory:`) as a target. Nothing is opened, and no native code loaded, before `open`.
 *
 * @example
 * duckdb({ path: "shop.duckdb", threads: 4, attach: { raw: { path: "raw.duckdb" } } })
 */
export function duckdb(options: DuckdbOptions): TargetEngine {
  const parsed = parseOptions(options);
  const capabilities: AdapterCapabilities = Object.freeze({
    transactions: "full",
    dryRun: true,
    readsFiles: true,
    scratch: true,
    concurrency: parsed.threads ?? availableParallelism(),
    maxIdentifier: 255,
    backup: parsed.path !== memoryPath,
  });
  return Object.freeze({
    dialect,
    capabilities,
    engine: engineName,
    location: parsed.path,
    contentSettings: contentSettings(parsed),
    reservedSchemas: reservedSchemas(parsed),
    publish: parsed.publish,
    files: capabilities.backup === true ? databaseFiles(parsed, capabilities) : undefined,
    open: async (open) => new DuckdbWarehouse(await openDatabase(parsed, open), capabilities),
    openScratch: async (open) => {
      const { attach: _attach, ...rest } = parsed;
      const scratch = { ...rest, path: memoryPath };
      return new DuckdbWarehouse(await openDatabase(scratch, open), capabilities);
    },
  } satisfies TargetEngine);
}

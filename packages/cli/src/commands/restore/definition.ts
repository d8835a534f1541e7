import { Option } from "commander";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "restore",
  group: "Operate",
  summary: "put a backup in the place of the warehouse",
  details: `Compares the backup with its checksum and opens it before anything is replaced. What is replaced is kept beside
the warehouse. Asks first; where it cannot ask, it needs --yes.`,
  arguments: [{ syntax: "<file>", description: "the backup", completes: "files" }],
  options: () => [
    new Option("-y, --yes", "do not ask"),
    new Option("--no-verify", "take a file without a manifest, or of another project"),
  ],
  examples: [
    "sluice restore backups/shop-prod-20260131T060000Z.duckdb",
    "sluice restore shop.duckdb.before-restore-20260131T070000Z --no-verify",
  ],
  load: loadCommand("restore"),
};

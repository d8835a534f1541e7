import { Option } from "commander";
import type { CommandDefinition } from "../definition.js";
import { loadCommand } from "../load-command.js";

/** Commands that copy a warehouse and put it back. */
export const backupCommands: readonly CommandDefinition[] = [
  {
    name: "backup",
    group: "Operate",
    summary: "copy the whole warehouse to a file, with a checksum beside it",
    details: `Data and state, read back before the backup gets its name. Other processes may read meanwhile, none may write.
A name without an ending gets one; in a folder the backup is named after project, target and time.`,
    arguments: [
      { syntax: "<file>", description: "file to write, or a folder", completes: "files" },
    ],
    options: () => [new Option("-f, --force", "replace a backup of that name")],
    examples: ["sluice backup backups/", "sluice backup before-release --target prod"],
    load: loadCommand("backup"),
  },
  {
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
  },
];

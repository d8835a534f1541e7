import { Option } from "commander";
import { loadCommand } from "../../program/load-command.js";
import type { CommandDefinition } from "../../program/definition.js";

export const definition: CommandDefinition = {
  name: "backup",
  group: "Operate",
  summary: "copy the whole warehouse to a file, with a checksum beside it",
  details: `Data and state, read back before the backup gets its name. Other processes may read meanwhile, none may write.
A name without an ending gets one; in a folder the backup is named after project, target and time.`,
  arguments: [{ syntax: "<file>", description: "file to write, or a folder", completes: "files" }],
  options: () => [
    new Option("-f, --force", "replace a backup of that name"),
    new Option("--compact", "leave out the space that the warehouse does not use"),
  ],
  examples: ["sluice backup backups/", "sluice backup before-release --target prod"],
  load: loadCommand("backup"),
};

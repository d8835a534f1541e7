import type { CommandDefinition } from "../definition.js";
import { exportCommand } from "./export.js";
import { backupCommands } from "./backup.js";
import { housekeepingCommands } from "./housekeeping.js";
import { lookCommands } from "./look.js";
import { operateCommands } from "./operate.js";
import { planCommands, timeCommands } from "./plan.js";
import { scheduleCommands } from "./schedule.js";
import { setupCommands } from "./setup.js";
import { workCommands } from "./work.js";

/** Every command, in the order of the help. */
export const commandDefinitions: readonly CommandDefinition[] = [
  ...workCommands,
  ...planCommands,
  ...lookCommands,
  ...timeCommands,
  ...scheduleCommands,
  ...operateCommands,
  ...housekeepingCommands,
  ...backupCommands,
  exportCommand,
  ...setupCommands,
];

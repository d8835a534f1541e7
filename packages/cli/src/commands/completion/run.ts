import { scripts } from "../../complete/scripts.js";
import { shells } from "../../complete/shells.js";
import { exitCode, type CommandRun } from "../../context.js";

export const run: CommandRun = async ({ io, args }) => {
  const shell = shells.find((known) => known === args[0]) ?? "bash";
  await io.stdout.writeAsync(scripts[shell]);
  return exitCode.done;
};

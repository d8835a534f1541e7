import type * as Commands from "../commands/all.js";
import type { CommandDefinition } from "./definition.js";

/** Imports a command's code, when it runs. */
export function loadCommand(name: keyof typeof Commands): CommandDefinition["load"] {
  return async () => {
    const commands = await import("../commands/all.js");
    return { run: commands[name] };
  };
}

import { Option } from "commander";
import { limitOptions } from "./limits.js";
import { selectionOptions } from "./selection.js";

/** The environment whose models are run. */
export const environmentArgument = {
  syntax: "[env]",
  description: "an environment, as --env; prod when none is given",
  completes: "environments",
} as const;

/** Selection and limits of scheduled runs. */
export function dueOptions(): Option[] {
  return [...selectionOptions(), ...limitOptions()];
}

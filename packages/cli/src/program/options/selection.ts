import { Option } from "commander";
import { collect } from "../option-values.js";
import type { ArgumentDefinition } from "../definition.js";

/** The positional selection. */
export const selectArgument: ArgumentDefinition = {
  syntax: "[select...]",
  description: "what to select; all when nothing is given",
  completes: "selection",
};

/** `--select` and `--exclude`. */
export function selectionOptions(): Option[] {
  return [
    new Option("-s, --select <spec>", "as the argument; repeatable").argParser(collect),
    new Option("-e, --exclude <spec>", "what to leave out; repeatable").argParser(collect),
  ];
}

export const selectionHelp = `Selection:
  marts.fct_orders   a model by name; fct_orders where only one has it
  *_orders           names by wildcard
  +fct_orders        and everything it reads; 2+fct_orders two steps up
  stg_orders+        and everything that reads it; stg_orders+1 one step
  @stg_orders        its readers and all they read
  tag:finance        by tag; path:models/marts by folder; kind:view
  state:modified     edited since it was published
  a b                both (union); a,b what is in both (intersection)`;

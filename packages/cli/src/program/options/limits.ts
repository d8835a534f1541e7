import { Option } from "commander";
import { parseDuration, parseWhole } from "../option-values.js";

/** How often and how long a run may try. */
export function limitOptions(): Option[] {
  return [
    new Option("--retries <n>", "tries again after an error that may pass").argParser(parseWhole),
    new Option("--timeout <duration>", "how long one model may take: 30s, 5m, 2h").argParser(
      parseDuration,
    ),
    new Option("--run-timeout <duration>", "how long the whole run may take").argParser(
      parseDuration,
    ),
    new Option("--fail-fast", "stop at the first failure"),
  ];
}

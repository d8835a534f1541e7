import { Option } from "commander";

/** `--start` and `--end`. */
export function rangeOptions(what: string): Option[] {
  return [
    new Option(
      "--start <time>",
      `${what}: from this ISO date (of the model's time zone) or timestamp (UTC) on`,
    ),
    new Option("--end <time>", `${what}: until this one, which is no part of it`),
  ];
}

import type { GlobalOptions } from "../program/global-options.js";
import { shellWord } from "./shell-text.js";

/** The options that lead another command to the same project, target and environment as this one; each begins with a space. */
export function scopeOptions({
  environment,
  target,
  project,
}: Pick<GlobalOptions, "environment" | "target" | "project">): string {
  const given = [
    ["--env", environment === "prod" ? undefined : environment],
    ["--target", target],
    ["--project", project],
  ] as const;
  return given
    .map(([option, value]) => (value === undefined ? "" : ` ${option} ${shellWord(value)}`))
    .join("");
}

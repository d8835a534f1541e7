import { shellText } from "../render/shell-text.js";
import type { ScheduleExport } from "./schedule-export.js";

/** Makes any text one word of a shell. */
type Quote = (text: string) => string;

/** What is called, as words of a shell: `npx --no-install sluice run 'prod' …`. */
export function runCommand(
  { environment, target, vars }: Pick<ScheduleExport, "environment" | "target" | "vars">,
  {
    more = [],
    quote = shellText,
  }: { readonly more?: readonly string[]; readonly quote?: Quote } = {},
): string {
  return [
    "npx --no-install sluice run",
    quote(environment),
    ...(target === undefined ? [] : [`--target ${quote(target)}`]),
    ...Object.entries(vars).map(([name, value]) => `--var ${quote(`${name}=${value}`)}`),
    ...more,
  ].join(" ");
}

/** A command in the project's folder. */
export function inProject(dir: string, command: string, quote: Quote = shellText): string {
  return `cd ${quote(dir)} && ${command}`;
}

/** A command for where PATH has no node. */
export function withNode(nodeDir: string, command: string, quote: Quote = shellText): string {
  return `PATH=${quote(nodeDir)}:"$PATH" ${command}`;
}

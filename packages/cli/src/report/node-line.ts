import type { NodeResult, NodeStatus } from "@sluice/core";
import type { Colours } from "../io/io.js";
import { counted, seconds } from "../render/amounts.js";
import { pad, truncate, visible } from "../render/width.js";

export interface NodeLineOptions {
  readonly colours: Colours;
  /** `7/23`, already known to the caller. */
  readonly position: string;
  readonly nameWidth: number;
  /** Cells the line may take. */
  readonly width: number;
}

/** One finished node: ` 7/23  built    marts.fct_orders  table  12,345 rows  0.42s  3 checks`. */
export function nodeLine(result: NodeResult, options: NodeLineOptions): string {
  const { colours, position, width } = options;
  const head = `${position}  ${result.status.padEnd(7)}  `;
  const nameWidth = Math.min(options.nameWidth, Math.max(12, width - head.length - 20));
  const name = pad(truncate(visible(result.name), nameWidth), nameWidth);
  const facts = [result.kind.padEnd(5), ...measures(result)].filter((text) => text !== "");
  const room = Math.max(0, width - head.length - nameWidth - 2);
  const tail = truncate(facts.join("  ").trimEnd(), room);
  const painted = `${colours.dim(position)}  ${paint(result.status, colours)(result.status.padEnd(7))}  `;
  return `${painted}${name}  ${noted(tail, result, colours)}`.trimEnd();
}

/** Width for names: a column that grows to the longest name, within reason. */
export function nameWidthFor(names: Iterable<string>): number {
  let width = 24;
  for (const name of names) width = Math.max(width, Math.min(name.length, 48));
  return width;
}

function measures(result: NodeResult): string[] {
  const { passed, warned, failed } = result.checks;
  const ran = passed + warned + failed;
  if (result.status === "skipped") {
    return [visible(result.error?.message ?? "").replace(`${result.name} was skipped `, "")];
  }
  if (result.status === "cancelled") return [seconds(result.seconds)];
  return [
    (result.rows === undefined ? "" : counted(result.rows, "row")).padStart(12),
    seconds(result.seconds).padStart(6),
    ran === 0 ? "" : counted(ran, "check"),
    failed > 0 ? `${String(failed)} failed` : "",
    warned > 0 ? counted(warned, "warning") : "",
  ];
}

function noted(tail: string, result: NodeResult, colours: Colours): string {
  if (result.status === "failed") return colours.red(tail);
  return result.checks.warned > 0 ? colours.yellow(tail) : colours.dim(tail);
}

function paint(status: NodeStatus, colours: Colours): (text: string) => string {
  switch (status) {
    case "built":
      return colours.green;
    case "failed":
      return colours.red;
    case "skipped":
    case "cancelled":
      return colours.yellow;
    case "reused":
      return colours.dim;
  }
}

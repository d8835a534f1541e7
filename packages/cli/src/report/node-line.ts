import type { NodeKindName, NodeResult, NodeStatus } from "@sluice/core";
import type { Colours } from "../io/io.js";
import { counted, seconds } from "../render/amounts.js";
import { kindText } from "../render/kind-text.js";
import { pad, truncate, visible } from "../render/width.js";

export interface NodeLineOptions {
  readonly colours: Colours;
  /** `7/23`, already known to the caller. */
  readonly position: string;
  readonly nameWidth: number;
  /** Cells the line may take. */
  readonly width: number;
  /** Also why the node was built. @default false */
  readonly verbose?: boolean | undefined;
}

/** Where the kind still leaves room for long names. */
const kindFrom = 100;
/** Cells after the name that rows and seconds take. */
const measureCells = 21;

/** One finished node: ` 7/23 built     marts.fct_orders  table  12,345 rows   0.42s  3 checks`. */
export function nodeLine(result: NodeResult, options: NodeLineOptions): string {
  const { colours, position, width } = options;
  const status = result.status.padEnd(9);
  const headCells = position.length + status.length + 2;
  const nameWidth = Math.min(options.nameWidth, Math.max(12, width - headCells - measureCells));
  const name = pad(truncate(visible(result.name), nameWidth), nameWidth);
  const room = Math.max(0, width - headCells - nameWidth - 2);
  const kind = width >= kindFrom ? [kindCell(result.kind)] : [];
  const why = options.verbose === true ? [reasonText(result)] : [];
  const tail = fitting([...kind, ...measures(result), ...why], room);
  return `${colours.dim(position)} ${paint(result.status, colours)(status)} ${name}  ${noted(tail, result, colours)}`.trimEnd();
}

/** A kind in a column of its own. */
export function kindCell(kind: NodeKindName): string {
  return kindText(kind).padEnd(8);
}

/** Something to tell of a node; with a number what is left out where there is no room, the lowest first. */
type Fact = string | { readonly text: string; readonly spare: number };

/** As many of the facts as fit. */
function fitting(facts: readonly Fact[], room: number): string {
  const join = (spared: number) =>
    facts
      .filter((fact) => typeof fact === "string" || fact.spare > spared)
      .map((fact) => (typeof fact === "string" ? fact : fact.text))
      .filter((text) => text !== "")
      .join("  ")
      .trimEnd();
  const texts = [0, 1, 2].map(join);
  return texts.find((text) => text.length <= room) ?? truncate(join(2), room);
}

/** True for a node with nothing to tell: reused, and its checks passed. */
export function isSilent({ status, checks }: NodeResult): boolean {
  return status === "reused" && checks.failed + checks.warned === 0;
}

/** Width for names: a column as wide as the longest name, within reason. */
export function nameWidthFor(names: Iterable<string>): number {
  let width = 16;
  for (const name of names) width = Math.max(width, Math.min(name.length, 48));
  return width;
}

function measures(result: NodeResult): Fact[] {
  const { passed, warned, failed } = result.checks;
  const ran = passed + warned + failed;
  if (result.status === "skipped") {
    return [visible(result.error?.message ?? "").replace(`${result.name} was skipped `, "")];
  }
  if (result.status === "cancelled") return [seconds(result.seconds)];
  return [
    (result.rows === undefined ? "" : counted(result.rows, "row")).padStart(11),
    { text: seconds(result.seconds).padStart(6), spare: 2 },
    batchesText(result),
    { text: ran === 0 ? "" : counted(ran, "check"), spare: 1 },
    failed > 0 ? `${String(failed)} failed` : "",
    warned > 0 ? `${String(warned)} warn` : "",
  ];
}

/** `12 batches`; of a table whose filling came to an early end `3 of 12 batches`. */
function batchesText({ batches }: NodeResult): string {
  if (!batches || (batches.of < 2 && batches.done === batches.of)) return "";
  const all = counted(batches.of, "batch", "batches");
  return batches.done === batches.of ? all : `${String(batches.done)} of ${all}`;
}

/** Why it was built: `parent changed`. Of others the status says it. */
function reasonText({ status, reason }: NodeResult): string {
  return status === "built" || status === "failed" ? (reason ?? "") : "";
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

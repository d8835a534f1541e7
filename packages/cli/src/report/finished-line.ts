import type { NodeResult } from "@sluice/core";
import { isSilent, nodeLine, type NodeLineOptions } from "./node-line.js";
import { positionText, type Progress } from "./progress.js";

/** What the lines of one reporter have in common. */
export type LineSettings = Pick<NodeLineOptions, "colours" | "verbose" | "width">;

/** The line of a node that has just ended; undefined for one that has nothing to tell, unless all is told. */
export function finishedLine(
  result: NodeResult,
  progress: Progress,
  settings: LineSettings,
): string | undefined {
  if (isSilent(result) && settings.verbose !== true) return undefined;
  const position = positionText(progress, result.status === "reused");
  return nodeLine(result, { ...settings, position, nameWidth: progress.nameWidth });
}

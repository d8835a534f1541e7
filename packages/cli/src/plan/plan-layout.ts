import type { Colours } from "../io/io.js";
import { counted, listed } from "../render/amounts.js";
import { visible } from "../render/width.js";
import { wrapIndented } from "../render/wrap.js";

/** Models of a list; more would bury what else there is to see. */
export const mostListed = 100;

/** Tells of the models that are left out of a list. */
export function moreLine(more: number): string[] {
  return more > 0 ? [`  and ${counted(more, "more", "more")}: --verbose`] : [];
}

/** Names on as few lines as they need. */
export function nameLines(names: readonly string[], { width, verbose }: PlanLayout): string[] {
  if (names.length === 0) return [];
  return wrapIndented(visible(listed(names, verbose ? names.length : 12)), width, "  ");
}

/** How a plan is shown. */
export interface PlanLayout {
  readonly colours: Colours;
  /** Cells a line may take. */
  readonly width: number | undefined;
  /** Lists and differences whole. */
  readonly verbose: boolean;
  /** Why every model is built, or is not. */
  readonly explain: boolean;
}

import type { Output } from "../io/output.js";

const up = (lines: number) => (lines > 0 ? `\u001b[${String(lines)}A` : "");
const clearRight = "\u001b[K";
const clearBelow = "\u001b[J";
const hideCursor = "\u001b[?25l";
/** Makes the cursor visible again. */
export const showCursor = "\u001b[?25h";

/** Some lines at the bottom of the terminal that are redrawn in place, below lines that stay. */
export interface LiveRegion {
  /** Replaces the region's lines; each must fit the terminal's width. */
  draw(lines: readonly string[]): void;
  /** Prints lines that stay, above the region. */
  above(lines: readonly string[]): void;
  /** Removes the region and gives the cursor back. */
  close(): void;
}

export function createLiveRegion(output: Output): LiveRegion {
  let shown: readonly string[] = [];
  let hidden = false;
  const back = () => (shown.length > 0 ? `\r${up(shown.length)}` : "");
  // Line by line: clearing the screen from its first row would leave the old lines in the scrollback.
  const text = (lines: readonly string[]) => lines.map((line) => `${line}${clearRight}\n`).join("");
  return {
    draw(lines) {
      if (hidden && lines.join("\n") === shown.join("\n")) return;
      const rest = lines.length < shown.length ? clearBelow : "";
      output.write(`${hidden ? "" : hideCursor}${back()}${text(lines)}${rest}`);
      hidden = true;
      shown = lines;
    },
    above(lines) {
      output.write(`${back()}${text(lines)}${text(shown)}`);
    },
    close() {
      const blank = text(shown.map(() => ""));
      output.write(`${back()}${blank}${back()}${hidden ? showCursor : ""}`);
      shown = [];
      hidden = false;
    },
  };
}

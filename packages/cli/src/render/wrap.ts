import { displayWidth } from "./width.js";

/** Words in lines of at most `width` cells; a longer word has a line to itself. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** As `wrap`, every line behind `indent`. */
export function wrapIndented(text: string, width: number | undefined, indent: string): string[] {
  const room = width === undefined ? Infinity : Math.max(20, width - indent.length);
  return wrap(text, room).map((line) => indent + line);
}

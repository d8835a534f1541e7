import { displayWidth } from "../../src/render/width.js";

// eslint-disable-next-line no-control-regex -- control characters are what a terminal reads
const pattern = /\u001b\[(\??)([0-9;]*)([A-Za-z])|\r|\n|[^\u001b\r\n]+/gu;

/** A small terminal: enough of the escape sequences to see what a person would see. */
export class Terminal {
  private lines: string[][] = [[]];
  private row = 0;
  private column = 0;
  cursorVisible = true;

  constructor(
    readonly columns = 80,
    readonly rows = 24,
  ) {}

  write(text: string): void {
    for (const [whole, mark, numbers, letter] of text.matchAll(pattern)) {
      if (whole === "\n") this.newLine();
      else if (whole === "\r") this.column = 0;
      else if (letter === undefined) this.print(whole);
      else this.control(mark === "?", Number(numbers === "" ? "1" : numbers), letter);
    }
  }

  /** What stands on the screen and above it, without trailing blanks. */
  text(): string {
    const lines = this.lines.map((line) => line.join("").trimEnd());
    while (lines.at(-1) === "") lines.pop();
    return lines.join("\n");
  }

  private newLine(): void {
    this.row += 1;
    this.column = 0;
    this.lines[this.row] ??= [];
  }

  private print(text: string): void {
    for (const character of text) {
      const wide = displayWidth(character) === 2;
      if (this.column + (wide ? 2 : 1) > this.columns) this.newLine();
      const line = (this.lines[this.row] ??= []);
      while (line.length < this.column) line.push(" ");
      line[this.column] = character;
      this.column += 1;
      if (wide) line[this.column++] = "";
    }
  }

  private control(isPrivate: boolean, n: number, letter: string): void {
    if (isPrivate && n === 25) this.cursorVisible = letter === "h";
    else if (letter === "A") this.row = Math.max(0, this.row - n);
    else if (letter === "B") this.row = Math.min(this.lines.length - 1, this.row + n);
    else if (letter === "D") this.column = Math.max(0, this.column - n);
    else if (letter === "G") this.column = n - 1;
    else if (letter === "J") {
      this.lines.length = this.row + 1;
      (this.lines[this.row] ??= []).length = this.column;
    } else if (letter === "K") (this.lines[this.row] ??= []).length = this.column;
    else if (letter !== "m") throw new Error(`unknown control ${letter}`);
  }
}

/** What stands on the screen and above it in the end. */
export function screen(output: string, columns = 80): string {
  const terminal = new Terminal(columns);
  terminal.write(output);
  if (!terminal.cursorVisible) throw new Error("the cursor was not given back");
  return terminal.text();
}

import { createReadStream } from "node:fs";

/** A number of a JSON text that a double cannot hold. */
export interface InexactNumber {
  readonly line: number;
  /** Name of the field it is in; undefined where it stands in no object. */
  readonly field: string | undefined;
  readonly number: string;
}

/** As many digits and points in a row as a number has that a double may round. */
const long = /[\d.]{17}/;

/**
 * The first number with a fraction or exponent that is not what a double of it prints: readers of JSON turn such numbers
 * into doubles. Whole numbers are read digit by digit.
 */
export async function findInexactNumber(file: string): Promise<InexactNumber | undefined> {
  const scan = new NumberScan();
  for await (const piece of createReadStream(file, { encoding: "utf8", highWaterMark: 1 << 18 })) {
    const found = scan.take(String(piece));
    if (found) return found;
  }
  return scan.take("\n");
}

const token = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[\n:,{}[\]]/gs;

/** Goes through tokens of those pieces that have a long number, and counts the lines of the others. */
class NumberScan {
  #line = 1;
  #rest = "";

  take(piece: string): InexactNumber | undefined {
    const text = this.#rest + piece;
    // Only whole lines, so that no token is cut; a file of one line is taken as a whole at its end.
    const end = text.lastIndexOf("\n") + 1;
    const lines = text.slice(0, end);
    this.#rest = text.slice(end);
    const found = long.test(lines) ? this.#tokens(lines) : undefined;
    if (!found)
      for (let at = lines.indexOf("\n"); at >= 0; at = lines.indexOf("\n", at + 1)) this.#line += 1;
    return found;
  }

  #tokens(text: string): InexactNumber | undefined {
    let line = this.#line;
    let last = "";
    let field: string | undefined;
    for (const [part] of text.matchAll(token)) {
      if (part === "\n") line += 1;
      else if (part === ":") field = JSON.parse(last) as string;
      else if (/^[-\d]/.test(part) && isInexact(part)) return { line, field, number: part };
      last = part === "\n" ? last : part;
    }
    return undefined;
  }
}

/** True for a number with fraction or exponent whose nearest double has other digits when it is printed as exactly. */
function isInexact(number: string): boolean {
  if (!/[.eE]/.test(number)) return false;
  const digits = significant(number);
  if (digits.length <= 15) return false;
  if (digits.length > 17) return true;
  return significant(Number(number).toExponential(digits.length - 1)) !== digits;
}

const significant = (number: string) =>
  number
    .replace(/[eE].*$/, "")
    .replace(/[-+.]/g, "")
    .replace(/^0+|0+$/g, "");

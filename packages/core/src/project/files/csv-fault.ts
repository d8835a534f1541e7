import { createReadStream } from "node:fs";
import type { FileRead } from "../../warehouse/dialect.js";
import type { FileFault } from "./file-fault.js";

const separators = [";", "\t", "|", ",", "^", "~"];

/**
 * The first record of a file that contradicts RFC 4180 or the header: another number of values, a quote that is not
 * closed, text beside quotes, another line end. Undefined when there is none.
 */
export async function findCsvFault(file: string, read: FileRead): Promise<FileFault | undefined> {
  const scan = new Scan({
    delimiter: read.delimiter ?? (read.format === "tsv" ? "\t" : ","),
    quote: read.quote ?? '"',
    escape: read.escape ?? read.quote ?? '"',
    header: read.header ?? true,
    skip: read.skip ?? 0,
  });
  for await (const piece of createReadStream(file, "utf8")) {
    const fault = scan.take(String(piece));
    if (fault) return fault;
  }
  return scan.end();
}

/** A separator in a header, outside of quotes, that the format does not split at. */
export function otherSeparator(
  header: string,
  {
    delimiter,
    format,
    quote = '"',
  }: Pick<FileRead, "delimiter" | "quote"> & {
    readonly format?: FileRead["format"];
  },
): string | undefined {
  const own = delimiter ?? (format === "tsv" ? "\t" : ",");
  const bare = header
    .split(quote === "" ? "\n" : quote)
    .filter((_, i) => quote === "" || i % 2 === 0);
  return separators.find((c) => c !== own && bare.some((text) => text.includes(c)));
}

interface Format {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean;
  readonly skip: number;
}

type State = "start" | "plain" | "quoted" | "closed";

class Scan {
  readonly #format: Format;
  #state: State = "start";
  #line = 1;
  #recordLine = 1;
  #quoteLine = 1;
  #values = 1;
  #first = "";
  #expected: number | undefined;
  #lineEnd: "CRLF" | "LF" | undefined;
  #escaped = false;
  #isBlank = true;
  #afterReturn = false;

  constructor(format: Format) {
    this.#format = format;
  }

  take(text: string): FileFault | undefined {
    for (const c of text) {
      if (this.#line <= this.#format.skip) {
        if (c === "\n") this.#recordLine = ++this.#line;
        continue;
      }
      if (this.#state === "quoted") {
        this.#inQuotes(c);
        continue;
      }
      const fault = this.#outside(c);
      if (fault) return fault;
    }
    return undefined;
  }

  end(): FileFault | undefined {
    if (this.#state === "quoted") {
      return {
        line: this.#quoteLine,
        message: "A quote opens that is never closed.",
        hints: ["Close it; a quote inside a quoted value is written twice."],
      };
    }
    return this.#isBlank ? undefined : this.#endRecord();
  }

  #inQuotes(c: string): void {
    const { quote, escape } = this.#format;
    if (c === "\n") this.#line += 1;
    if (this.#escaped) this.#escaped = false;
    else if (c === escape && escape !== quote) this.#escaped = true;
    else if (c === quote) this.#state = "closed";
  }

  #outside(c: string): FileFault | undefined {
    const { delimiter, quote, escape } = this.#format;
    if (this.#expected === undefined) this.#first += c;
    if (c === "\n") return this.#newLine();
    this.#afterReturn = c === "\r";
    if (c === "\r") return undefined;
    this.#isBlank = false;
    if (c === delimiter) {
      this.#values += 1;
      this.#state = "start";
    } else if (c === quote && this.#state === "closed" && quote === escape) {
      this.#state = "quoted";
    } else if (c === quote && this.#state === "start") {
      this.#state = "quoted";
      this.#quoteLine = this.#line;
    } else if (this.#state === "closed") {
      return {
        line: this.#line,
        message: `Text stands behind a closing quote: \`${c}\`.`,
        hints: ["A quote inside a quoted value is written twice."],
      };
    } else {
      this.#state = "plain";
    }
    return undefined;
  }

  #newLine(): FileFault | undefined {
    const lineEnd = this.#afterReturn ? "CRLF" : "LF";
    const before = (this.#lineEnd ??= lineEnd);
    const fault = this.#isBlank && this.#expected !== 1 ? undefined : this.#endRecord();
    if (fault) return fault;
    if (lineEnd !== before) {
      return {
        line: this.#line,
        message: `The line ends with ${lineEnd}, those before with ${before}.`,
        hints: ["Give all lines the same end."],
      };
    }
    this.#line += 1;
    this.#recordLine = this.#line;
    this.#values = 1;
    this.#state = "start";
    this.#isBlank = true;
    this.#afterReturn = false;
    return undefined;
  }

  #endRecord(): FileFault | undefined {
    const expected = (this.#expected ??= this.#values);
    if (this.#values === expected) return undefined;
    const first = this.#format.header ? "the header" : "the first line";
    return {
      line: this.#recordLine,
      message: `There ${this.#values === 1 ? "is 1 value" : `are ${this.#values} values`}, but ${first} has ${expected}.`,
      hints: this.#delimiterHints(expected),
    };
  }

  #delimiterHints(expected: number): string[] {
    if (expected > 1) return [];
    const other = otherSeparator(this.#first, this.#format);
    if (other !== undefined)
      return [`Say how values are separated: \`delimiter: ${JSON.stringify(other)}\`.`];
    const above = this.#recordLine - 1 - this.#format.skip;
    return [
      this.#format.skip === 0 && above > 0
        ? `Leave out the lines above the header: \`skip: ${above}\`.`
        : "The first line must be the header: leave out titles above it with `skip`.",
    ];
  }
}

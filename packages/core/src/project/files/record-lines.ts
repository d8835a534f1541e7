import { createReadStream } from "node:fs";
import type { FileRead } from "../../warehouse/dialect.js";

/**
 * The lines in which records of a file begin, by number of the record; both count from 1. Undefined for a format that has
 * no lines of its own.
 */
export async function linesOfRecords(
  file: string,
  read: FileRead,
  records: ReadonlySet<number>,
): Promise<ReadonlyMap<number, number> | undefined> {
  const { format } = read;
  if (format === "parquet" || format === "json") return undefined;
  const isJson = format === "ndjson";
  const counter = new RecordCounter({
    records,
    // The header is no record.
    header: isJson ? 0 : Number(read.header ?? true),
    skip: read.skip ?? 0,
    quote: isJson ? "" : (read.quote ?? '"'),
    escape: isJson ? "" : (read.escape ?? read.quote ?? '"'),
  });
  for await (const piece of createReadStream(file, "utf8")) counter.take(String(piece));
  return counter.lines;
}

interface Format {
  readonly records: ReadonlySet<number>;
  readonly header: number;
  /** Lines at the beginning that hold no record. */
  readonly skip: number;
  readonly quote: string;
  readonly escape: string;
}

/** Counts lines and records; a line end in quotes ends no record, and a blank line is none. */
class RecordCounter {
  readonly lines = new Map<number, number>();
  readonly #format: Format;
  #line = 1;
  #record: number;
  #isQuoted = false;
  #isEscaped = false;
  #isBlank = true;

  constructor(format: Format) {
    this.#format = format;
    this.#record = -format.header;
  }

  take(text: string): void {
    const { quote, escape } = this.#format;
    for (const c of text) {
      if (this.#line <= this.#format.skip) {
        if (c === "\n") this.#line += 1;
        continue;
      }
      if (c === "\n") {
        this.#line += 1;
        if (!this.#isQuoted) this.#isBlank = true;
        continue;
      }
      if (c === "\r" || c === "\uFEFF") continue;
      if (this.#isBlank) this.#begin();
      if (this.#isEscaped) this.#isEscaped = false;
      else if (this.#isQuoted && c === escape && escape !== quote) this.#isEscaped = true;
      else if (c === quote) this.#isQuoted = !this.#isQuoted;
    }
  }

  #begin(): void {
    this.#isBlank = false;
    this.#record += 1;
    if (this.#format.records.has(this.#record)) this.lines.set(this.#record, this.#line);
  }
}

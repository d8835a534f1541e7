import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import path from "node:path";

export type Cell = string | number;

/** Size of made-up data, and its seed; the same two always give the same files. */
export interface DataSize {
  readonly rows: number;
  readonly seed: number;
}

/** How a raw file is made up. */
export interface RawFile {
  /** Names of the columns, as the first line of the file. */
  readonly header: string;
  readonly rows: (size: DataSize) => Iterable<readonly Cell[]>;
  /** @default "\n" */
  readonly lineEnd?: string;
  /** Cells that are quoted although the format does not require it. @default none */
  readonly isQuoted?: (cell: string) => boolean;
}

/** Size and files of a made-up data set. */
export interface RawFilesOptions<Name extends string> {
  /** Size of the files in the repository. */
  readonly size: DataSize;
  readonly files: Readonly<Record<Name, RawFile>>;
}

/** The raw files of an app, made up line by line: any number of rows fits into memory. */
export class RawFiles<Name extends string = string> {
  readonly names: readonly Name[];
  readonly #options: RawFilesOptions<Name>;

  constructor(options: RawFilesOptions<Name>) {
    this.names = Object.keys(options.files) as Name[];
    this.#options = options;
  }

  /** Lines of one file, each with its line end. */
  *lines(name: Name, size: Partial<DataSize> = {}): Generator<string> {
    const { header, rows, lineEnd = "\n", isQuoted = () => false } = this.#options.files[name];
    yield header + lineEnd;
    for (const row of rows({ ...this.#options.size, ...size }))
      yield row.map((cell) => csvCell(String(cell), isQuoted)).join(",") + lineEnd;
  }

  /** Text of one file. */
  text(name: Name, size: Partial<DataSize> = {}): string {
    return [...this.lines(name, size)].join("");
  }

  /** Writes all files into a folder, a megabyte at a time. */
  write(folder: string, size: Partial<DataSize> = {}): void {
    mkdirSync(folder, { recursive: true });
    for (const name of this.names) writeInParts(path.join(folder, name), this.lines(name, size));
  }
}

function csvCell(text: string, isQuoted: (text: string) => boolean): string {
  return isQuoted(text) || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function writeInParts(file: string, lines: Iterable<string>): void {
  const handle = openSync(file, "w");
  try {
    let buffer = "";
    for (const line of lines) {
      buffer += line;
      if (buffer.length < 1 << 20) continue;
      writeSync(handle, buffer);
      buffer = "";
    }
    writeSync(handle, buffer);
  } finally {
    closeSync(handle);
  }
}

import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import type { FileRead } from "../../warehouse/dialect.js";
import type { FileFault } from "./file-fault.js";
import { JsonStructure } from "./json-structure.js";

/** Numbers that compressed files begin with: gzip, zstd. */
const compressed = ["1f8b", "28b52ffd"];
const NEWLINE = 0x0a;

/**
 * The first text of a JSON file that is none of JSON, or a key that an object has twice. Undefined when there is none, or
 * where the file is compressed.
 */
export async function findJsonFault(file: string, read: FileRead): Promise<FileFault | undefined> {
  const structure = new JsonStructure(lineBased(read));
  let line = 0;
  for await (const bytes of linesOf(file)) {
    line += 1;
    if (line === 1) {
      const start = bytes.toString("hex", 0, 4);
      if (compressed.some((magic) => start.startsWith(magic))) return undefined;
    }
    const text = bytes.toString("utf8").replace(/\r$/, "");
    const fault = wrongBytes(bytes, text) ?? structure.take(line === 1 ? withoutMark(text) : text);
    if (fault) return { line, ...fault };
  }
  return structure.end();
}

/** A file of lines has a record in each; one with a byte order mark may be spread over several. */
const lineBased = ({ format, afterByteOrderMark }: FileRead) =>
  format === "ndjson" && afterByteOrderMark === undefined;

const withoutMark = (text: string) => text.replace(/^\uFEFF/, "");

function wrongBytes(bytes: Buffer, text: string): Omit<FileFault, "line"> | undefined {
  if (/^\0|^.\0/s.test(text) || /^(?:fffe|feff)/.test(bytes.toString("hex", 0, 2)))
    return {
      message: "The text is in UTF-16.",
      hints: ["Say so: `encoding: utf-16`.", "Or save the file as UTF-8."],
    };
  if (isUtf8(bytes)) return undefined;
  return {
    column: text.indexOf("\uFFFD") + 1,
    message: "A byte is no text in UTF-8.",
    hints: [
      "Say how the text is written: `encoding: latin-1`, or `encoding: windows-1252`.",
      "Or save the file as UTF-8.",
    ],
  };
}

/** The lines of a file without their ends. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 18 })) {
    const bytes = piece as Buffer;
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...rest, bytes.subarray(from, at)]);
      rest = [];
      from = at + 1;
    }
    rest.push(bytes.subarray(from));
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield last;
}

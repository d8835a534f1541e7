import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { byteOrder } from "./decode.js";
import { faultError, type FileFault } from "./file-fault.js";
import type { Reading } from "./reading.js";

const BEGINNING_BYTES = 256;
/** Numbers that compressed files begin with: gzip, zstd. */
const compressed = ["1f8b", "28b52ffd"];

/** Refuses files in UTF-16 that are to be read as UTF-8, in which they may be text with zero bytes. */
export async function refuseUtf16({ read, relation }: Reading): Promise<void> {
  if (read.format === "parquet") return;
  for (const file of read.paths) {
    const beginning = await beginningOf(file);
    if (compressed.some((magic) => beginning.toString("hex", 0, 4).startsWith(magic))) continue;
    if (byteOrder(beginning) !== undefined) throw faultError(file, inUtf16, { relation });
  }
}

const inUtf16: FileFault = {
  line: 1,
  message: "The text is in UTF-16.",
  hints: ["Say so: `encoding: utf-16`.", "Or save the file as UTF-8."],
};

async function beginningOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING_BYTES), 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The line of the first bytes of a file that are none in UTF-8; undefined where there are none. */
export async function findWrongBytes(file: string): Promise<FileFault | undefined> {
  let line = 1;
  let rest = Buffer.alloc(0);
  let at: number | undefined;
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 18 })) {
    const bytes = Buffer.concat([rest, piece as Buffer]);
    const end = bytes.lastIndexOf(0x0a) + 1;
    rest = bytes.subarray(end);
    const lines = bytes.subarray(0, end);
    if (!isUtf8(lines)) at ??= line + wrongLine(lines);
    if (at !== undefined && hasControl(lines)) return wrong(at, "windows-1252");
    line += countLines(lines);
  }
  if (!isUtf8(rest)) at ??= line;
  if (at === undefined) return undefined;
  return wrong(at, hasControl(rest) ? "windows-1252" : "latin-1");
}

function wrong(line: number, encoding: string): FileFault {
  return {
    line,
    message: "A byte is no text in UTF-8.",
    hints: [
      `Say how the text is written where it is older than Unicode: \`encoding: ${encoding}\`.`,
      "Or save the file as UTF-8.",
    ],
  };
}

/** Bytes that are characters of Windows-1252 and none of Latin-1. */
const hasControl = (bytes: Buffer) => /[\x80-\x9f]/.test(bytes.toString("latin1"));

const countLines = (bytes: Buffer) => bytes.toString("latin1").split("\n").length - 1;

/** Index of the first line that is no UTF-8. */
function wrongLine(bytes: Buffer): number {
  let from = 0;
  for (let index = 0; ; index++) {
    const end = bytes.indexOf(0x0a, from);
    if (end < 0 || !isUtf8(bytes.subarray(from, end))) return index;
    from = end + 1;
  }
}

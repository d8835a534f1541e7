import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import type { FileEncoding } from "../../model/kind.js";
import type { Model, Source } from "../../model/model.js";
import type { FileRead } from "../../warehouse/dialect.js";
import { removeAbandoned } from "./abandoned-copies.js";
import { decoderOf } from "./decode.js";
import { faultError } from "./file-fault.js";
import { fileState } from "./file-hash.js";

/** Begins the names of folders of copies; the number of the process follows. */
const PREFIX = "sluice-utf8-";
const PIECE_BYTES = 1 << 20;
const BEGINNING_BYTES = 256;

/** True for files that an engine reads by copies. */
export const hasCopies = ({ encoding = "utf-8" }: Pick<FileRead, "encoding">): boolean =>
  encoding !== "utf-8";

/** The reading of files as text in UTF-8: of copies where they are in another encoding. Raises `SOURCE.UNREADABLE`. */
export function inUtf8(read: FileRead, relation: Model | Source): FileRead {
  const { encoding, ...utf8 } = read;
  if (!hasCopies(read)) return utf8;
  const paths = read.paths.map((file) => copyOf(file, encoding as Encoding, relation));
  return { ...utf8, paths };
}

type Encoding = Exclude<FileEncoding, "utf-8">;

/** Copies of this process by encoding and state of the file. */
const copies = new Map<string, string>();
let folder: string | undefined;

function copyOf(file: string, encoding: Encoding, relation: Model | Source): string {
  const key = `${encoding} ${fileState(file).key}`;
  const known = copies.get(key);
  if (known !== undefined) return known;
  folder ??= newFolder();
  const dir = path.join(folder, String(copies.size));
  mkdirSync(dir, { recursive: true });
  const copy = path.join(dir, path.basename(file));
  try {
    convert(file, copy, encoding);
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    if (!isSluiceError(error)) throw error;
    const { message, hints, where } = error;
    throw faultError(file, { line: where?.line ?? 1, message, hints }, { relation });
  }
  copies.set(key, copy);
  return copy;
}

/** A folder that is removed when the process ends. */
function newFolder(): string {
  removeAbandoned(os.tmpdir(), PREFIX);
  const dir = mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function convert(file: string, copy: string, encoding: Encoding): void {
  const from = openSync(file, "r");
  const to = openSync(copy, "w");
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    let count = readSync(from, piece, 0, PIECE_BYTES, null);
    const decoder = decoderOf(encoding, piece.subarray(0, Math.min(count, BEGINNING_BYTES)));
    for (; count > 0; count = readSync(from, piece, 0, PIECE_BYTES, null))
      // A full disk takes a part of a text without an error; this writes on until it has all of it.
      writeFileSync(to, decoder.take(piece.subarray(0, count)));
    decoder.end();
  } finally {
    closeSync(from);
    closeSync(to);
  }
}

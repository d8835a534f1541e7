import { SluiceError } from "../../base/errors/sluice-error.js";
import type { FileEncoding } from "../../model/kind.js";

/** A text that its file's encoding does not have, at a line of it. */
function wrongEncoding(message: string, line: number, hints: readonly string[]): SluiceError {
  return new SluiceError({ code: "SOURCE.UNREADABLE", message, where: { line }, hints });
}

/** Turns the bytes of a file into text, piece by piece. Raises `SOURCE.UNREADABLE` with the line. */
export interface Decoder {
  take(bytes: Buffer): string;
  /** Raises what only the whole file shows. */
  end(): void;
}

const option = (encoding: FileEncoding) => `\`encoding: ${encoding}\``;

export function decoderOf(encoding: Exclude<FileEncoding, "utf-8">, beginning: Buffer): Decoder {
  const order = byteOrder(beginning);
  if (encoding === "utf-16") {
    if (order !== undefined) return new Utf16(order);
    throw wrongEncoding(
      "The text is not in UTF-16: it has neither a byte order mark nor a zero byte.",
      1,
      [`Leave \`encoding\` out for UTF-8, or give ${option("windows-1252")}.`],
    );
  }
  if (order !== undefined)
    throw wrongEncoding("The text is in UTF-16.", 1, [`Say so: ${option("utf-16")}.`]);
  return new OneByte(encoding);
}

/** The order of bytes of a text in UTF-16, by its byte order mark or its zero bytes; undefined for other text. */
export function byteOrder(beginning: Buffer): "little" | "big" | undefined {
  const start = beginning.toString("hex", 0, 2);
  if (start === "fffe") return "little";
  if (start === "feff") return "big";
  const zero = beginning.indexOf(0);
  if (zero < 0) return undefined;
  return zero % 2 === 1 ? "little" : "big";
}

/** Text in UTF-16, with the halves of a character that pieces cut apart. */
class Utf16 implements Decoder {
  readonly #order: "little" | "big";
  #rest = Buffer.alloc(0);
  #half = "";
  #line = 1;
  #isFirst = true;

  constructor(order: "little" | "big") {
    this.#order = order;
  }

  take(bytes: Buffer): string {
    const all = Buffer.concat([this.#rest, bytes]);
    const even = all.length - (all.length % 2);
    this.#rest = all.subarray(even);
    const units = Buffer.from(all.subarray(0, even));
    if (this.#order === "big") units.swap16();
    const text = this.#half + units.toString("utf16le");
    const isCut = /[\uD800-\uDBFF]$/.test(text);
    this.#half = isCut ? text.slice(-1) : "";
    return this.#checked(isCut ? text.slice(0, -1) : text);
  }

  end(): void {
    if (this.#half !== "" || this.#rest.length > 0)
      throw wrongEncoding("The last character in UTF-16 is cut off.", this.#line, [broken]);
  }

  #checked(text: string): string {
    const lone = text.search(/\p{Surrogate}/u);
    if (lone >= 0) {
      const line = this.#line + linesIn(text.slice(0, lone));
      throw wrongEncoding("Half a character in UTF-16 stands alone.", line, [broken]);
    }
    this.#line += linesIn(text);
    const isMarked = this.#isFirst && text.startsWith("\uFEFF");
    if (text !== "") this.#isFirst = false;
    return isMarked ? text.slice(1) : text;
  }
}

const broken = "Write the file again; it may have been cut off.";
const linesIn = (text: string) => text.split("\n").length - 1;

/** Characters of Windows-1252 that Latin-1 has not, from 0x80; a space where it has none. */
const windows =
  "\u20ac \u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152 \u017d  \u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153 \u017e\u0178";

/** Text of one byte a character. Text that is UTF-8 as a whole is refused: it would be read as other characters. */
class OneByte implements Decoder {
  readonly #encoding: "latin-1" | "windows-1252";
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true });
  #line = 1;
  /** Line of the first character that is none of ASCII. */
  #foreignLine: number | undefined;
  #isUtf8 = true;
  #fault: SluiceError | undefined;

  constructor(encoding: "latin-1" | "windows-1252") {
    this.#encoding = encoding;
  }

  take(bytes: Buffer): string {
    const read = bytes.toString("latin1");
    const at = read.search(/[\x80-\xff]/);
    if (at >= 0) this.#foreignLine ??= this.#line + linesIn(read.slice(0, at));
    this.#isUtf8 &&= isDecodable(this.#utf8, bytes);
    const text = read.replace(/[\x80-\x9f]/g, (c, index: number) =>
      this.#control(c, read.slice(0, index)),
    );
    this.#line += linesIn(read);
    return text;
  }

  /** Only the whole file shows that it is UTF-8, of which each byte by itself may be none of the encoding. */
  end(): void {
    this.#isUtf8 &&= isDecodable(this.#utf8);
    if (this.#foreignLine !== undefined && this.#isUtf8)
      throw wrongEncoding(
        `The text is in UTF-8; in ${this.#encoding} its characters would be others.`,
        this.#foreignLine,
        ["Leave `encoding` out."],
      );
    if (this.#fault) throw this.#fault;
  }

  /** The character of a byte that is none in Latin-1. */
  #control(c: string, before: string): string {
    const found = windows.charAt(c.charCodeAt(0) - 0x80);
    if (this.#encoding === "windows-1252" && found !== " ") return found;
    const message = `The byte 0x${c.charCodeAt(0).toString(16)} is no character in ${this.#encoding}.`;
    const hint =
      found === " "
        ? broken
        : `In Windows-1252 it is \`${found}\`; say so where the text is: ${option("windows-1252")}.`;
    this.#fault ??= wrongEncoding(message, this.#line + linesIn(before), [hint]);
    return c;
  }
}

/** False for bytes that end what was UTF-8 so far; without any, for a character that is cut off. */
function isDecodable(decoder: InstanceType<typeof TextDecoder>, bytes?: Buffer): boolean {
  try {
    decoder.decode(bytes, { stream: bytes !== undefined });
    return true;
  } catch {
    return false;
  }
}

import { open, type FileHandle } from "node:fs/promises";
import { plainNames, recordsPattern, relaxed, type RecordForm } from "./record.js";

/** How much is read at once, and how much of it is matched at once: V8 copies longer texts slowly. */
const BLOCK_BYTES = 1 << 20;
const WINDOW_BYTES = 1 << 16;

/**
 * Names of the columns of which every value in the file is plain, of those with a pattern. `formOf` gives the form of the
 * records from the beginning of the file.
 */
export async function scanRecords(
  file: string,
  formOf: (beginning: string) => RecordForm | undefined,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const bytes = new Bytes(await open(file));
  try {
    let form = formOf((await bytes.window()).text);
    if (form === undefined) return [];
    bytes.skip(form.start);
    let records = recordsPattern(form);
    while (plainNames(form).length > 0) {
      signal?.throwIfAborted();
      const { text, isLast } = await bytes.window();
      records.lastIndex = 0;
      if (records.test(text) && records.lastIndex > 0) {
        bytes.skip(records.lastIndex);
        continue;
      }
      if (isLast && new RegExp(`^${form.tail}$`).test(text)) return plainNames(form);
      form = relaxed(form, text);
      if (form === undefined) return [];
      records = recordsPattern(form);
    }
    return [];
  } finally {
    await bytes.close();
  }
}

/** The bytes of a file, a window at a time. A last line without an end is given one. */
class Bytes {
  readonly #handle: FileHandle;
  readonly #block = Buffer.allocUnsafe(BLOCK_BYTES + 1);
  #from = 0;
  #to = 0;
  #isAtEnd = false;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** The next bytes as Latin-1: {@link WINDOW_BYTES} of them, or all that are left. */
  async window(): Promise<{ readonly text: string; readonly isLast: boolean }> {
    if (!this.#isAtEnd && this.#to - this.#from < WINDOW_BYTES) await this.#fill();
    const to = Math.min(this.#to, this.#from + WINDOW_BYTES);
    return {
      text: this.#block.toString("latin1", this.#from, to),
      isLast: this.#isAtEnd && to === this.#to,
    };
  }

  skip(count: number): void {
    this.#from += count;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #fill(): Promise<void> {
    this.#block.copyWithin(0, this.#from, this.#to);
    this.#to -= this.#from;
    this.#from = 0;
    while (this.#to < BLOCK_BYTES) {
      const { bytesRead } = await this.#handle.read(this.#block, this.#to, BLOCK_BYTES - this.#to);
      this.#to += bytesRead;
      if (bytesRead === 0) {
        this.#isAtEnd = true;
        if (this.#to > 0 && this.#block[this.#to - 1] !== 0x0a) this.#block[this.#to++] = 0x0a;
        return;
      }
    }
  }
}

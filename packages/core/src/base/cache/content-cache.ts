import { createHash, hash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** SHA-256 of texts, each ended by a NUL, hex. */
export function sha256(...parts: readonly string[]): string {
  return hash("sha256", parts.map((part) => `${part}\0`).join(""));
}

/**
 * Results that follow from content alone, kept on disk by content hash. A file that is missing, damaged, of another
 * version or of another engine is ignored: the cache can make things faster, never wrong.
 */
export class ContentCache<T> {
  readonly #file: string;
  readonly #stamp: string;
  readonly #known: Map<string, T>;
  readonly #used = new Map<string, T>();
  #changed = false;

  private constructor(file: string, stamp: string, known: Map<string, T>) {
    this.#file = file;
    this.#stamp = stamp;
    this.#known = known;
  }

  /** Opens a cache; `stamp` names whatever the results depend on beside the content (versions, engine). */
  static open<T>(dir: string, name: string, stamp: string): ContentCache<T> {
    const file = path.join(dir, `${name}.cache`);
    return new ContentCache<T>(file, stamp, readEntries<T>(file, stamp));
  }

  get(key: string): T | undefined {
    const value = this.#known.get(key);
    if (value !== undefined) this.#used.set(key, value);
    return value;
  }

  set(key: string, value: T): void {
    this.#known.set(key, value);
    this.#used.set(key, value);
    this.#changed = true;
  }

  /** Writes what was used, aside and renamed; entries nobody asked for are dropped. Failure to write is no error. */
  save(): void {
    if (!this.#changed && this.#used.size === this.#known.size) return;
    const body = JSON.stringify([...this.#used]);
    const temporary = `${this.#file}.${String(process.pid)}.tmp`;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      writeFileSync(temporary, `${seal(this.#stamp, body)}\n${body}`);
      renameSync(temporary, this.#file);
      this.#changed = false;
    } catch {
      // A read-only project still works, only slower.
    }
  }
}

/** As {@link sha256}, without a copy of the body, which has many megabytes in a project of thousands of models. */
function seal(stamp: string, body: string): string {
  return createHash("sha256").update(`${stamp}\0`).update(body).update("\0").digest("hex");
}

function readEntries<T>(file: string, stamp: string): Map<string, T> {
  try {
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== seal(stamp, body)) return new Map();
    return new Map(JSON.parse(body) as [string, T][]);
  } catch {
    return new Map();
  }
}

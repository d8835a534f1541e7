/** Ends the reading of a tree that says something which the syntax tree cannot express; it never leaves this folder. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

export function unreadable(reason: string): never {
  throw new Unreadable(reason);
}

type Json = Readonly<Record<string, unknown>>;

/** Where in the text a node stands changes nothing. */
const positions: ReadonlySet<string> = new Set(["query_location"]);

/** The fields of one object of DuckDB's tree. Each is read once; what is left in the end must say nothing. */
export class Fields {
  readonly #json: Json;
  readonly #left: Set<string>;

  constructor(value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      unreadable("an object was expected");
    this.#json = value as Json;
    this.#left = new Set(Object.keys(value));
  }

  take(name: string): unknown {
    this.#left.delete(name);
    return this.#json[name];
  }

  has(name: string): boolean {
    return !isBlank(this.#json[name]);
  }

  /** A text; absent is empty. */
  text(name: string): string {
    const value = this.take(name) ?? "";
    return typeof value === "string" ? value : unreadable(`${name} is no text`);
  }

  /** A text; absent and empty are undefined. */
  optionalText(name: string): string | undefined {
    const value = this.text(name);
    return value === "" ? undefined : value;
  }

  flag(name: string, absent = false): boolean {
    const value = this.take(name) ?? absent;
    return typeof value === "boolean" ? value : unreadable(`${name} is no flag`);
  }

  /** A list; absent is empty. */
  list(name: string): readonly unknown[] {
    const value = this.take(name) ?? [];
    return Array.isArray(value) ? (value as readonly unknown[]) : unreadable(`${name} is no list`);
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((value) =>
      typeof value === "string" ? value : unreadable(`${name} has more than texts`),
    );
  }

  /** Reads a field that is there. */
  map<T>(name: string, read: (value: unknown) => T): T | undefined {
    const value = this.take(name);
    return value === undefined || value === null ? undefined : read(value);
  }

  /** Ends the reading when a field that was not taken says something. */
  done(): void {
    for (const name of this.#left)
      if (!positions.has(name) && !isBlank(this.#json[name]))
        unreadable(`${name} is not understood`);
  }
}

/** True for what says nothing. DuckDB leaves out defaults, but not everywhere. */
function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** A part of the tree as one text, without places in the source. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => (positions.has(key) ? undefined : part));
}

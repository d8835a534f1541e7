import type { FileFault } from "./file-fault.js";
import { jsonTokens, shortened, type JsonToken } from "./json-tokens.js";

type Fault = Omit<FileFault, "line">;

/** An object or list that is open, and the part of it that comes next. */
interface Open {
  readonly bracket: "{" | "[";
  readonly line: number;
  next: "key" | "colon" | "value" | "comma";
  /** Name of the field whose value is read. */
  key?: string | undefined;
  /** The first values by key. */
  readonly values: Map<string, string>;
}

const closing = { "{": "}", "[": "]" } as const;
const names = { "{": "object", "[": "list" } as const;

/** Follows the brackets, commas and keys of a JSON text, a line at a time. */
export class JsonStructure {
  readonly #recordPerLine: boolean;
  readonly #open: Open[] = [];
  #line = 0;
  #records = 0;
  /** A key that an object inside a value has twice: only some readers mind. */
  #inner: FileFault | undefined;

  constructor(recordPerLine: boolean) {
    this.#recordPerLine = recordPerLine;
  }

  /** The first fault of the next line. */
  take(line: string): Fault | undefined {
    this.#line += 1;
    this.#records = 0;
    for (const token of jsonTokens(line)) {
      const fault =
        token.type === "bad"
          ? { column: token.column, message: token.message, hints: [token.hint] }
          : this.#next(token);
      if (fault) return { field: this.#path(), ...fault };
    }
    return this.#recordPerLine ? this.#unclosed() : undefined;
  }

  /** The fault of a text that ends here. */
  end(): FileFault | undefined {
    const fault = this.#unclosed();
    return fault ? { line: this.#open.at(-1)?.line ?? this.#line, ...fault } : this.#inner;
  }

  #unclosed(): Fault | undefined {
    const open = this.#open.at(-1);
    if (!open) return undefined;
    const name = names[open.bracket];
    const where = this.#recordPerLine ? "in its line" : "up to the end of the file";
    const hint = this.#recordPerLine
      ? "Write each record in one line, or declare `format: json`. The file may have been cut off."
      : "The file may have been cut off.";
    return {
      field: this.#path(),
      message: `The ${name} is not closed by \`${closing[open.bracket]}\` ${where}.`,
      hints: [hint],
    };
  }

  #next(token: JsonToken): Fault | undefined {
    const open = this.#open.at(-1);
    if (!open) return this.#record(token);
    const { text } = token;
    if (text === closing[open.bracket] && this.#mayClose(open)) {
      this.#open.pop();
      return undefined;
    }
    switch (open.next) {
      case "key":
        if (token.type !== "string") return expected(token, "a key in double quotes");
        open.key = JSON.parse(text) as string;
        open.next = "colon";
        return undefined;
      case "colon":
        if (text !== ":") return expected(token, "a colon");
        open.next = "value";
        return undefined;
      case "value":
        return this.#value(token);
      case "comma":
        if (text !== ",") return expected(token, `a comma or \`${closing[open.bracket]}\``);
        open.next = open.bracket === "{" ? "key" : "value";
        return undefined;
    }
  }

  /** Readers of JSON take a comma before a closing bracket, but not before that of the list of all records. */
  #mayClose({ bracket, next, values }: Open): boolean {
    if (next === "comma") return true;
    if (next !== (bracket === "{" ? "key" : "value")) return false;
    return this.#open.length > 1 || this.#recordPerLine || bracket === "{" || values.size === 0;
  }

  /** The beginning of a value outside of all others. */
  #record(token: JsonToken): Fault | undefined {
    this.#records += 1;
    if (this.#recordPerLine && this.#records > 1) {
      return {
        column: token.column,
        message: `Text stands behind the record of the line: \`${shortened(token.text)}\`.`,
        hints: ["Write each record in a line of its own."],
      };
    }
    return this.#value(token);
  }

  #value(token: JsonToken): Fault | undefined {
    const { type, text } = token;
    const isOpening = text === "{" || text === "[";
    if (type === "punctuation" && !isOpening) return expected(token, "a value");
    const parent = this.#open.at(-1);
    const twice = parent && this.#add(parent, token);
    if (parent) parent.next = "comma";
    if (isOpening) {
      const next = text === "{" ? "key" : "value";
      this.#open.push({ bracket: text, line: this.#line, next, values: new Map() });
    }
    return twice;
  }

  /** Adds a part to an object or list: a fault where the object has the key already. */
  #add(parent: Open, { text, column }: JsonToken): Fault | undefined {
    const { key = "", values, bracket } = parent;
    const value = text === "{" ? "{…}" : text === "[" ? "[…]" : shortened(text);
    const first = values.get(key);
    if (bracket === "[" || first === undefined) {
      values.set(key, value);
      return undefined;
    }
    const fault = {
      field: this.#path(),
      column,
      message: `The object has this key twice, with the values \`${first}\` and \`${value}\`.`,
      hints: ["Remove one of the two, or give it another name."],
    };
    if (this.#open.filter((open) => open.bracket === "{").length === 1) return fault;
    this.#inner ??= { line: this.#line, ...fault };
    return undefined;
  }

  #path(): string | undefined {
    const keys = this.#open.flatMap(({ key }) => (key === undefined ? [] : [key]));
    return keys.length === 0 ? undefined : keys.join(".");
  }
}

function expected({ text, column }: JsonToken, what: string): Fault {
  return {
    column,
    message: `\`${shortened(text)}\` stands where ${what} is expected.`,
    hints: ["Correct the text, or write the file again with a tool that writes JSON."],
  };
}

import type { Token } from "@sluice/sql/text";

/** One side of a comparison that is simple enough to be sure of. */
export type Operand =
  | {
      readonly is: "column";
      /** As written: `o.ordered_at`. */
      readonly parts: readonly string[];
      readonly cast?: string | undefined;
    }
  | { readonly is: "bound"; readonly name: "start" | "end"; readonly cast?: string | undefined }
  | {
      readonly is: "literal";
      /** What stands in the quotes. */
      readonly text: string;
      /** The type in front of it or that it is cast to. */
      readonly cast?: string | undefined;
    };

/** An operand and the position after its last token. */
export interface ReadOperand {
  readonly operand: Operand;
  readonly next: number;
}

/** Reads a column, `$start`, `$end` or a literal, cast or not, that begins at a token; undefined for anything else. */
export function readOperand(tokens: readonly Token[], at: number): ReadOperand | undefined {
  const read = readCast(tokens, at) ?? readPlain(tokens, at);
  if (!read || !isOperator(tokens[read.next], "::")) return read;
  const type = tokens[read.next + 1];
  if (type?.kind !== "word" || read.operand.cast !== undefined) return undefined;
  return { operand: { ...read.operand, cast: type.text.toLowerCase() }, next: read.next + 2 };
}

/** `cast(operand as type)`. */
function readCast(tokens: readonly Token[], at: number): ReadOperand | undefined {
  if (!isWord(tokens[at], "cast") || !isOperator(tokens[at + 1], "(")) return undefined;
  const inner = readPlain(tokens, at + 2);
  if (!inner || inner.operand.cast !== undefined) return undefined;
  const [as, type, close] = tokens.slice(inner.next, inner.next + 3);
  if (!isWord(as, "as") || type?.kind !== "word" || !isOperator(close, ")")) return undefined;
  return {
    operand: { ...inner.operand, cast: type.text.toLowerCase() },
    next: inner.next + 3,
  };
}

function readPlain(tokens: readonly Token[], at: number): ReadOperand | undefined {
  const token = tokens[at];
  const following = tokens[at + 1];
  if (token?.kind === "parameter") {
    const name = token.text.slice(1);
    if (name !== "start" && name !== "end") return undefined;
    return { operand: { is: "bound", name }, next: at + 1 };
  }
  if (token?.kind === "string")
    return { operand: { is: "literal", text: unquoted(token.text) }, next: at + 1 };
  if (isWord(token, "date", "timestamp", "timestamptz") && following?.kind === "string") {
    const cast = token?.text.toLowerCase();
    return { operand: { is: "literal", text: unquoted(following.text), cast }, next: at + 2 };
  }
  return readColumn(tokens, at);
}

function readColumn(tokens: readonly Token[], at: number): ReadOperand | undefined {
  const parts: string[] = [];
  let next = at;
  for (;;) {
    const token = tokens[next];
    if (token?.kind !== "word" && token?.kind !== "quoted") return undefined;
    parts.push(token.kind === "word" ? token.text : unquoted(token.text));
    next += 1;
    if (!isOperator(tokens[next], ".")) break;
    next += 1;
  }
  // A function, or a text of a type: `interval '1 day'`.
  if (isOperator(tokens[next], "(") || tokens[next]?.kind === "string") return undefined;
  return { operand: { is: "column", parts }, next };
}

export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.text.toLowerCase());
}

export function isOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === "operator" && token.text === text;
}

/** A quoted name or text without its quotes. */
export function unquoted(text: string): string {
  const [quote = ""] = text;
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}

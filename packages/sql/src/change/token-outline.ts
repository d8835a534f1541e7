import type { Lexis } from "../text/lexis.js";
import { foldName } from "../text/name.js";
import { tokenize, type Token } from "../text/tokenize.js";
import type { TreeNames } from "./tree-names.js";

/** An item of a select list as it is written. */
export interface WrittenItem {
  /** Its last word, which is its name where it has one. */
  readonly name: string;
  /** Its tokens without what may differ in equal queries. */
  readonly tokens: string;
  /** Its text without its name. */
  readonly text: string;
}

/** A clause of some `select`, from its keyword to the next one. */
export interface WrittenClause {
  readonly select: number;
  readonly keyword: string;
  readonly tokens: string;
  readonly text: string;
}

/** A query's text taken apart by a reader of its own, which knows nothing but keywords, commas and brackets. */
export interface TokenOutline {
  readonly lists: readonly (readonly WrittenItem[])[];
  readonly clauses: readonly WrittenClause[];
  /** All tokens outside of select lists. */
  readonly rest: readonly string[];
}

/** Takes a text apart, without what refers to tables, aliases and CTEs by their names. */
export function tokenOutlineOf(
  sql: string,
  { names, lexis }: { readonly names: TreeNames; readonly lexis: Lexis },
): TokenOutline {
  const tokens = tokenize(sql, lexis).filter(({ text }) => text !== ";");
  const outline = { lists: [], clauses: [], rest: [] };
  new OutlineReader(sql, tokens, names).read(0, tokens.length, outline);
  return outline;
}

interface Building {
  readonly lists: WrittenItem[][];
  readonly clauses: WrittenClause[];
  readonly rest: string[];
}

const clauseWords = new Set([
  "from", "where", "group", "having", "qualify", "window", "order", "limit", "offset", "union", "intersect", "except",
  "using", "fetch",
]); // prettier-ignore

/** Words before which a clause word is part of an expression: `is distinct from`, `within group`. */
const notClauses: Readonly<Record<string, readonly string[]>> = {
  from: ["distinct"],
  group: ["within"],
  except: ["*"],
};

const opening = new Set(["(", "[", "{"]);
const closing = new Set([")", "]", "}"]);

interface OpenClause {
  readonly keyword: string;
  readonly start: number;
  /** How many select lists come before. */
  readonly select: number;
}

class OutlineReader {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  readonly #names: TreeNames;

  constructor(sql: string, tokens: readonly Token[], names: TreeNames) {
    this.#sql = sql;
    this.#tokens = tokens;
    this.#names = names;
  }

  /** Reads the tokens from `start` to before `end`. */
  read(start: number, end: number, into: Building): void {
    // Clauses that are open, one for each bracket around.
    const open: (OpenClause | undefined)[] = [undefined];
    const close = (at: number) => {
      const clause = open.pop();
      if (clause !== undefined)
        into.clauses.push({ ...this.#written(clause.start, at), ...clause });
    };
    for (let i = start; i < end; i += 1) {
      const word = this.#word(i);
      if (opening.has(word)) open.push(undefined);
      else if (closing.has(word)) close(i);
      if (word === "select") {
        close(i);
        open.push(undefined);
        into.rest.push("select");
        i = this.#list(this.#afterDistinct(i + 1, into), end, into) - 1;
        continue;
      }
      if (this.#isClause(i)) {
        close(i);
        open.push({ keyword: word, start: i, select: into.lists.length });
      }
      const counts = open.at(-1)?.keyword === "group" || open.at(-1)?.keyword === "order";
      // Positions are compared by what they stand for.
      if (counts && this.#tokens[i]?.kind === "number") into.rest.push("#");
      else i = this.#keep(i, into.rest, true);
    }
    while (open.length > 0) close(end);
  }

  #word(i: number): string {
    const token = this.#tokens[i];
    return token?.kind === "word" ? foldName(token.text) : (token?.text ?? "");
  }

  #isClause(i: number): boolean {
    const word = this.#word(i);
    // `using` names the columns of a join, or a sample.
    if (word === "using" && this.#word(i + 1) !== "sample") return false;
    return clauseWords.has(word) && !(notClauses[word] ?? []).includes(this.#word(i - 1));
  }

  /** `distinct`, `distinct on (...)` and `all` belong to what is outside of the list. */
  #afterDistinct(start: number, into: Building): number {
    let i = start;
    if (this.#word(i) === "distinct" || this.#word(i) === "all") i += 1;
    if (i > start && this.#word(i) === "on") i = this.#behindBracket(i + 1);
    this.#keepAll(start, i, into.rest);
    return i;
  }

  #list(start: number, end: number, into: Building): number {
    const items: WrittenItem[] = [];
    into.lists.push(items);
    into.rest.push("<list>");
    let from = start;
    let i = start;
    while (i < end && !closing.has(this.#word(i)) && !this.#isClause(i)) {
      if (this.#word(i) === ",") {
        items.push(this.#item(from, i));
        from = i + 1;
      }
      i = this.#behindBracket(i);
    }
    if (i > from) items.push(this.#item(from, i));
    return i;
  }

  /** The place behind a token, or behind the whole bracket that it opens. */
  #behindBracket(start: number): number {
    let depth = 0;
    let i = start;
    do {
      if (opening.has(this.#word(i))) depth += 1;
      if (closing.has(this.#word(i))) depth -= 1;
      i += 1;
    } while (depth > 0 && i < this.#tokens.length);
    return i;
  }

  #item(start: number, end: number): WrittenItem {
    const named = end - start > 1 && this.#word(end - 2) !== ".";
    const last = this.#tokens[end - 1];
    const isName = last?.kind === "word" || last?.kind === "quoted";
    const cut = this.#word(end - 2) === "as" ? 2 : 1;
    const { text } = this.#written(start, named && isName ? end - cut : end);
    const { tokens } = this.#written(start, end);
    return { name: unquoted(this.#word(end - 1)), tokens, text };
  }

  #written(start: number, end: number): { readonly tokens: string; readonly text: string } {
    const kept: string[] = [];
    this.#keepAll(start, end, kept);
    const from = this.#tokens[start]?.start ?? 0;
    const to = this.#tokens[end - 1]?.end ?? from;
    return { tokens: kept.join(" "), text: this.#sql.slice(from, to).replaceAll(/\s+/gu, " ") };
  }

  #keepAll(start: number, end: number, into: string[]): void {
    for (let i = start; i < end; i += 1) i = this.#keep(i, into, false);
  }

  /**
   * Keeps a token unless it is a parenthesis, `as`, or the name of a table: before a dot, or where it is no column's.
   * Gives the place of the last token that is dealt with.
   */
  #keep(i: number, into: string[], aliases: boolean): number {
    const token = this.#tokens[i];
    if (token === undefined || token.text === "(" || token.text === ")") return i;
    const word = this.#word(i);
    const isName = token.kind === "word" || token.kind === "quoted";
    const name = foldName(unquoted(word));
    if (isName && this.#names.relations.has(name)) {
      if (this.#word(i + 1) === ".") return i + 1;
      if (aliases || !this.#names.columns.has(name)) return i;
    }
    if (word !== "as") into.push(token.kind === "number" ? foldName(token.text) : word);
    return i;
  }
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

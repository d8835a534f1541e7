import { foldName, type Lexis, type Token, tokenize } from "@sluice/sql/text";
import { passedColumns, type PassedColumns } from "./passed-columns.js";
import { isOperator, isWord, readOperand, unquoted, type Operand } from "./filter-operands.js";

/** A comparison that every row a select gives has passed. */
export interface Comparison {
  readonly left: Operand;
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly right: Operand;
  /** Offsets of the text that decides: of both bounds for a `between`. */
  readonly start: number;
  readonly end: number;
  /** Written as the upper or lower bound of a `between`. */
  readonly isBetween: boolean;
  readonly select: Select;
}

/** One select of a query, with its own `from`. */
export interface Select {
  /** Relations by the names they have in it, as far as they are tables of the project. */
  readonly tables: Map<string, string>;
  /** Queries of CTEs by the names they have in it, as far as each is one select. */
  readonly ctes: Map<string, Select>;
  /** Items of its `from`, of whatever kind. */
  sources: number;
  /** Undefined where there is no select list. */
  columns: PassedColumns | undefined;
}

/** A name of a table in the text, and the relation it names. */
export interface NamedTable {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** A part of a select between two clause words, or a group in parentheses in it. */
interface Part {
  readonly type: "filter" | "from" | "other";
  readonly select: Select;
  /** What stands on this level is linked by `or`: no single condition holds for all rows. */
  hasOr: boolean;
  readonly outer: Part | undefined;
}

const filterWords = ["where", "having", "qualify"];
const setWords = ["union", "intersect", "except"];
const joinWords = [
  "join", "left", "right", "inner", "full", "cross", "asof", "positional", "natural", "semi", "anti",
]; // prettier-ignore
const otherWords = [
  "select",
  "group",
  "order",
  "limit",
  "offset",
  "window",
  "on",
  "using",
  "sample",
];
const clauseWords = [...filterWords, ...setWords, ...joinWords, ...otherWords, "from"];

/**
 * The comparisons of columns, `$start`, `$end` and literals that stand alone or behind `and` in the `where`, `having`
 * and `qualify` of a query and of the CTEs and subqueries it reads from. What is negated, an alternative or part of a
 * larger expression is left out: of that nothing is certain.
 */
export function filterComparisons(
  sql: string,
  tables: readonly NamedTable[],
  lexis: Lexis,
): readonly Comparison[] {
  return new Reader(tokenize(sql, lexis), tables).read();
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #tables: ReadonlyMap<number, NamedTable>;
  /** Queries of CTEs by folded name; undefined for names that several have, or of set operations. */
  readonly #ctes = new Map<string, Select | undefined>();
  readonly #found: { readonly part: Part; readonly comparison: Comparison }[] = [];

  constructor(tokens: readonly Token[], tables: readonly NamedTable[]) {
    this.#tokens = tokens;
    this.#tables = new Map(tables.map((table) => [table.start, table]));
  }

  read(): readonly Comparison[] {
    this.#query(0);
    return this.#found.filter(({ part }) => isCertain(part)).map(({ comparison }) => comparison);
  }

  /** Reads a query to its end or its closing parenthesis; gives the position after it. */
  #query(from: number, cte?: string): number {
    const first = newSelect();
    let part = newPart("other", first);
    if (cte !== undefined) this.#ctes.set(cte, this.#ctes.has(cte) ? undefined : first);
    for (let at = from; at < this.#tokens.length;) {
      const token = this.#tokens[at];
      if (isOperator(token, ")")) return at + 1;
      if (cte !== undefined && isWord(token, ...setWords)) this.#ctes.set(cte, undefined);
      if (isWord(token, "select")) part.select.columns = passedColumns(this.#tokens, at);
      if (isWord(token, ...setWords)) part = newPart("other", newSelect());
      else if (isWord(token, "from", ...joinWords)) part = newPart("from", part.select);
      else if (isWord(token, ...filterWords)) part = newPart("filter", part.select);
      else if (isWord(token, ...otherWords)) part = newPart("other", part.select);
      at = this.#step(at, part);
    }
    return this.#tokens.length;
  }

  /** Takes what stands at a position: a group, a table, a condition or nothing of interest. */
  #step(at: number, part: Part): number {
    const token = this.#tokens[at];
    if (part.type === "from" && this.#isSource(at)) part.select.sources += 1;
    if (isOperator(token, "(")) return this.#group(at, part);
    if (isWord(token, "case")) return this.#skipCase(at);
    if (isWord(token, "or")) part.hasOr = true;
    if (part.type === "from") this.#source(at, part.select);
    if (part.type === "filter" && this.#begins(at)) return this.#condition(at, part);
    return at + 1;
  }

  /** True where a condition may begin. */
  #begins(at: number): boolean {
    const before = this.#tokens[at - 1];
    return isWord(before, ...filterWords, "and") || isOperator(before, "(");
  }

  #group(at: number, part: Part): number {
    const before = this.#tokens[at - 1];
    const isQuery = isWord(this.#tokens[at + 1], "select", "with", "from");
    if (isQuery && this.#isRead(before, part)) return this.#query(at + 1, this.#cteName(at));
    if (isQuery || part.type !== "filter" || !this.#begins(at)) return this.#skip(at);
    const inner: Part = { ...newPart("filter", part.select), outer: part };
    let next = at + 1;
    while (next < this.#tokens.length && !isOperator(this.#tokens[next], ")"))
      next = this.#step(next, inner);
    return next + 1;
  }

  /** True for a subquery whose rows the query around it reads. */
  #isRead(before: Token | undefined, { type }: Part): boolean {
    if (before === undefined || isOperator(before, "(")) return type !== "filter";
    return (
      isWord(before, "as", "materialized", "all", "from", "join", "lateral", ...setWords) ||
      (type === "from" && isOperator(before, ","))
    );
  }

  /** The position after the parenthesis that closes the one here. */
  #skip(at: number): number {
    let depth = 0;
    for (let next = at; next < this.#tokens.length; next += 1) {
      if (isOperator(this.#tokens[next], "(")) depth += 1;
      if (isOperator(this.#tokens[next], ")")) depth -= 1;
      if (depth === 0) return next + 1;
    }
    return this.#tokens.length;
  }

  #skipCase(at: number): number {
    let depth = 0;
    for (let next = at; next < this.#tokens.length; next += 1) {
      if (isWord(this.#tokens[next], "case")) depth += 1;
      if (isWord(this.#tokens[next], "end")) depth -= 1;
      if (depth === 0) return next + 1;
    }
    return this.#tokens.length;
  }

  /** Notes a table that a select reads. */
  #source(at: number, select: Select): void {
    const token = this.#tokens[at];
    if (!token || !this.#isSource(at)) return;
    const table = this.#tables.get(token.start);
    const cte = table || !isName(token) ? undefined : this.#ctes.get(identifier(token));
    const named = table ?? (cte && token);
    if (!named) return;
    let next = at;
    while (this.#tokens[next] && (this.#tokens[next]?.start ?? 0) < named.end) next += 1;
    if (isWord(this.#tokens[next], "as")) next += 1;
    const alias = this.#tokens[next];
    const isAlias = alias && isName(alias) && !isWord(alias, ...clauseWords);
    const name = isAlias ? alias : this.#lastOf(named);
    if (name && table) select.tables.set(identifier(name), table.name);
    if (name && cte) select.ctes.set(identifier(name), cte);
  }

  /** True where an item of a `from` begins. */
  #isSource(at: number): boolean {
    const before = this.#tokens[at - 1];
    return isWord(before, "from", "join") || isOperator(before, ",");
  }

  /** The name in front of the parenthesis of a CTE; undefined for other queries, and where its columns are renamed. */
  #cteName(at: number): string | undefined {
    const words = ["not", "materialized", "as"];
    let before = at - 1;
    if (!isWord(this.#tokens[before], "as", "materialized")) return undefined;
    while (isWord(this.#tokens[before], ...words)) before -= 1;
    const name = this.#tokens[before];
    return name && isName(name) ? identifier(name) : undefined;
  }

  #lastOf(table: Pick<NamedTable, "end">): Token | undefined {
    return this.#tokens.findLast(({ end }) => end <= table.end);
  }

  #condition(at: number, part: Part): number {
    const left = readOperand(this.#tokens, at);
    const operator = left && this.#tokens[left.next];
    if (!left || !operator) return at + 1;
    if (isWord(operator, "between")) return this.#between(at, left.operand, part) ?? at + 1;
    const right = readOperand(this.#tokens, left.next + 1);
    const wanted = operators.get(operator.kind === "operator" ? operator.text : "");
    if (!wanted || !right || !this.#ends(right.next)) return at + 1;
    const span = this.#span(at, right.next);
    const common = { ...span, isBetween: false, select: part.select };
    const comparison: Comparison =
      right.operand.is === "column" && left.operand.is !== "column"
        ? { left: right.operand, operator: wanted.flipped, right: left.operand, ...common }
        : { left: left.operand, operator: wanted.operator, right: right.operand, ...common };
    this.#found.push({ part, comparison });
    return right.next;
  }

  #between(at: number, left: Operand, part: Part): number | undefined {
    const low = readOperand(this.#tokens, (readOperand(this.#tokens, at)?.next ?? at) + 1);
    if (!low || !isWord(this.#tokens[low.next], "and")) return undefined;
    const high = readOperand(this.#tokens, low.next + 1);
    if (!high || !this.#ends(high.next)) return undefined;
    const common = { left, ...this.#span(at, high.next), isBetween: true, select: part.select };
    this.#found.push(
      { part, comparison: { ...common, operator: ">=", right: low.operand } },
      { part, comparison: { ...common, operator: "<=", right: high.operand } },
    );
    return high.next;
  }

  /** True where a condition has ended, and is no part of a larger expression. */
  #ends(at: number): boolean {
    const token = this.#tokens[at];
    return (
      token === undefined ||
      isOperator(token, ")") ||
      isOperator(token, ";") ||
      isWord(token, "and", ...clauseWords)
    );
  }

  #span(from: number, to: number): Pick<Comparison, "start" | "end"> {
    return { start: this.#tokens[from]?.start ?? 0, end: this.#tokens[to - 1]?.end ?? 0 };
  }
}

const operators: ReadonlyMap<
  string,
  { readonly operator: Comparison["operator"]; readonly flipped: Comparison["operator"] }
> = new Map([
  ["<", { operator: "<", flipped: ">" }],
  ["<=", { operator: "<=", flipped: ">=" }],
  [">", { operator: ">", flipped: "<" }],
  [">=", { operator: ">=", flipped: "<=" }],
]);

function newSelect(): Select {
  return { tables: new Map(), ctes: new Map(), sources: 0, columns: undefined };
}

function newPart(type: Part["type"], select: Select): Part {
  return { type, select, hasOr: false, outer: undefined };
}

function isCertain(part: Part): boolean {
  return !part.hasOr && (part.outer === undefined || isCertain(part.outer));
}

function isName({ kind }: Token): boolean {
  return kind === "word" || kind === "quoted";
}

/** A name as names compare. */
function identifier({ kind, text }: Pick<Token, "kind" | "text">): string {
  return foldName(kind === "quoted" ? unquoted(text) : text);
}

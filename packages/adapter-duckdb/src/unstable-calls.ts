import type { ParsedQuery, UnstableCall, ValueUse } from "@sluice/core/adapter";
import type { Token } from "./lexer.js";
import { clockKeywords, clockOfOneArgument, unstableFunctions } from "./unstable-functions.js";

/** One node of DuckDB's serialised tree. */
type Node = Readonly<Record<string, unknown>>;

/** A call as the tree has it; `at` is a UTF-8 byte offset, unknown for a sample. */
interface FoundCall extends Pick<UnstableCall, "name" | "reason" | "use" | "mayBeColumn"> {
  readonly at: number | undefined;
}

/** The values of a query that do not follow from what it reads: unstable calls, and what its parameters decide. */
export interface TreeValues {
  readonly calls: readonly FoundCall[];
  /** The most that any occurrence of a parameter decides, by name. */
  readonly parameters: ReadonlyMap<string, ValueUse>;
}

/** Parts of a query that decide which rows it gives. */
const filters: ReadonlySet<string> = new Set([
  "where_clause",
  "having",
  "qualify",
  "condition",
  "limit",
  "offset",
]);
const strength: readonly ValueUse[] = ["column", "value", "rows"];

/** Finds the values of one statement's tree that do not follow from what it reads. */
export function valuesOf(statement: unknown): TreeValues {
  const walk = new Walk(outerColumns(field(statement, "node")));
  walk.visit(statement, "value");
  const isColumn = ({ name, mayBeColumn }: FoundCall) =>
    mayBeColumn === true && walk.aliases.has(name);
  return { calls: walk.calls.filter((call) => !isColumn(call)), parameters: walk.parameters };
}

/** The places of calls in the text, in text order. */
export function placeCalls(
  calls: readonly FoundCall[],
  tokens: readonly Token[],
  offset: (at: number) => number,
): NonNullable<ParsedQuery["unstable"]> {
  return [...calls]
    .sort((a, b) => (a.at ?? -1) - (b.at ?? -1))
    .map(({ at, ...call }) => {
      const token =
        at === undefined ? sampleToken(tokens) : tokens.find(({ end }) => end > offset(at));
      return { ...call, start: token?.start ?? 0, end: token?.end ?? 0 };
    })
    .sort((a, b) => a.start - b.start);
}

/** The tree does not say where a sample is taken: the first of the text stands for all. */
function sampleToken(tokens: readonly Token[]): Token | undefined {
  return tokens.find(
    ({ text }, i) =>
      /^tablesample$/i.test(text) ||
      (/^sample$/i.test(text) && /^using$/i.test(tokens[i - 1]?.text ?? "")),
  );
}

class Walk {
  readonly calls: FoundCall[] = [];
  readonly parameters = new Map<string, ValueUse>();
  /** Names that the query itself gives to columns: where one is spelled as a keyword, the keyword means the column. */
  readonly aliases = new Set<string>();
  readonly #outer: ReadonlySet<unknown>;

  constructor(outer: ReadonlySet<unknown>) {
    this.#outer = outer;
  }

  visit(value: unknown, use: ValueUse): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, use);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    this.#noteAliases(node);
    const own = this.#outer.has(node) ? "column" : use;
    const inner = isRowSource(node) ? "rows" : use;
    if (node["type"] === "FUNCTION") this.#call(node, own);
    if (node["type"] === "COLUMN_REF") this.#keyword(node, own);
    if (node["type"] === "VALUE_PARAMETER") this.#parameter(node, own);
    if (field(node["sample"], "seed") === -1)
      this.calls.push({ name: "sample", reason: "random", use: "rows", at: undefined });
    for (const [key, child] of Object.entries(node))
      this.visit(child, filters.has(key) ? "rows" : inner);
  }

  #call(node: Node, use: ValueUse): void {
    const name = text(node["function_name"]);
    const at = place(node);
    const reason = unstableFunctions.get(name);
    if (reason) this.calls.push({ name, reason, use, at });
    else if (clockOfOneArgument.has(name) && argumentCount(node) === 1)
      this.calls.push({ name, reason: "clock", use, at });
  }

  #keyword(node: Node, use: ValueUse): void {
    const parts = node["column_names"] as readonly string[] | undefined;
    const name = text(parts?.[0]);
    if (parts?.length !== 1 || !clockKeywords.has(name)) return;
    this.calls.push({ name, reason: "clock", use, mayBeColumn: true, at: place(node) });
  }

  #parameter(node: Node, use: ValueUse): void {
    const name = String(node["identifier"]);
    const known = this.parameters.get(name);
    if (known === undefined || strength.indexOf(use) > strength.indexOf(known))
      this.parameters.set(name, use);
  }

  #noteAliases(node: Node): void {
    const named = [node["alias"], node["column_name_alias"], node["aliases"], lambdaNames(node)];
    for (const name of named.flat()) if (typeof name === "string") this.aliases.add(text(name));
  }
}

/** Expressions that are, but for casts, columns of the outermost select lists. */
function outerColumns(query: unknown): ReadonlySet<unknown> {
  const found = new Set<unknown>();
  const columns = field(query, "select_list");
  for (const item of Array.isArray(columns) ? (columns as unknown[]) : []) {
    let column = item;
    while (field(column, "type") === "OPERATOR_CAST") column = field(column, "child");
    found.add(column);
  }
  if (field(query, "type") === "SET_OPERATION_NODE")
    for (const side of ["left", "right"])
      for (const column of outerColumns(field(query, side))) found.add(column);
  return found;
}

/** Arguments decide how many rows these give. */
function isRowSource(node: Node): boolean {
  const isUnnest = node["type"] === "FUNCTION" && text(node["function_name"]) === "unnest";
  return node["type"] === "TABLE_FUNCTION" || isUnnest;
}

/** `at.age()` is `age(at)`: the parser takes what stands before the dot for a schema. */
function argumentCount(node: Node): number {
  const given = (node["children"] as readonly unknown[] | undefined)?.length ?? 0;
  const isSchema = ["", "main", "pg_catalog", "system"].includes(text(node["schema"]));
  return isSchema ? given : given + 1;
}

function lambdaNames(node: Node): unknown {
  return node["type"] === "LAMBDA" ? field(node["lhs"], "column_names") : undefined;
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Node)[key] : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value.toLowerCase() : "";
}

function place(node: Node): number {
  return Number(node["query_location"] ?? 0);
}

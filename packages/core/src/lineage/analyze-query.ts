import { foldName } from "../adapter/name.js";
import { tokenize } from "../canonical/tokenize.js";
import type { Marks } from "./environment.js";
import type { ParseTree } from "./parse-tree.js";
import { readQuery } from "./read-query.js";
import { inputKey, type Inputs, type Relation } from "./relation.js";
import type { Json } from "./syntax-tree.js";
import { unclear } from "./unclear.js";

/** A model's query with what is known around it. */
export interface LineageInput {
  readonly model: string;
  /** The query; its tables are full names, `schema.name`, quoted where they must be. */
  readonly sql: string;
  /** Output columns in order, from the engine's binder. */
  readonly columns: readonly string[];
  /** Columns of every model and source the query reads, by `schema.name`. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

/** What a query reads, all of it certain. */
export interface Analysis {
  /** Inputs of each output column, in order. */
  readonly columns: readonly Inputs[];
  /** Inputs that decide which rows there are: filters, joins, groups, order. */
  readonly rows: Inputs;
  /** Inputs named in some select list, whether used further or not. */
  readonly named: Inputs;
}

/** What a query reads, or why that is not certain. */
export function analyzeQuery(input: LineageInput, parse: ParseTree): Analysis | string {
  return analyzeTree(input, parse(input.sql));
}

/** As `analyzeQuery`, of a query that is parsed already; marked nodes of its tree count as inputs too. */
export function analyzeTree(
  input: LineageInput,
  tree: Json | undefined,
  marks: Marks = new Map(),
): Analysis | string {
  try {
    if (tree === undefined) return "the query does not parse";
    expectComplete(input, tree);
    return readTree(input, tree, marks);
  } catch (error) {
    // Whatever went wrong, the answer "reads everything" is right.
    return error instanceof Error ? error.message : String(error);
  }
}

function readTree({ columns, parents }: LineageInput, tree: Json, marks: Marks): Analysis {
  const rows = new Set<string>();
  const named = new Set<string>();
  const env = {
    parents: relationsOf(parents),
    ctes: new Map(),
    rows,
    named,
    marks,
    query: readQuery,
  };
  const relation = readQuery(tree, env, undefined);
  if (relation.columns.length !== columns.length)
    unclear("the engine sees another number of columns");
  relation.columns.forEach(({ name }, i) => {
    if (name !== undefined && name !== foldName(columns[i] ?? ""))
      unclear("the engine sees another column");
  });
  return { columns: relation.columns.map(({ inputs }) => inputs), rows, named };
}

function relationsOf(parents: LineageInput["parents"]): ReadonlyMap<string, Relation> {
  const relations = new Map<string, Relation>();
  for (const [parent, columns] of parents) {
    const name = foldName(parent);
    if (relations.has(name) || columns.length === 0)
      unclear(`the columns of ${parent} are not known`);
    const inputs = columns.map((column) => ({
      name: foldName(column),
      inputs: new Set([inputKey(parent, column)]),
    }));
    relations.set(name, { columns: inputs });
  }
  return relations;
}

/** Every name in the text that a parent's column has must be somewhere in the tree: nothing was lost in parsing. */
function expectComplete({ sql, parents }: LineageInput, tree: Json): void {
  const names = new Set([...parents.values()].flat().map(foldName));
  const kept = new Set<string>();
  collectTexts(tree, kept);
  for (const { kind, text } of tokenize(sql)) {
    const name =
      kind === "word" ? foldName(text) : kind === "quoted" ? foldName(unquote(text)) : undefined;
    if (name !== undefined && names.has(name) && !kept.has(name))
      unclear(`${name} was lost in parsing`);
  }
}

function collectTexts(value: Json | undefined, into: Set<string>): void {
  if (typeof value === "string") into.add(foldName(value));
  else if (Array.isArray(value))
    for (const entry of value as readonly Json[]) collectTexts(entry, into);
  else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      into.add(key);
      collectTexts(entry, into);
    }
  }
}

function unquote(text: string): string {
  const quote = text.charAt(0);
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}

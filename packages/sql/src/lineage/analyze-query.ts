import type { SqlLanguage } from "../text/sql-language.js";
import { foldName } from "../text/name.js";
import type { SyntaxTree, TreeResult } from "../tree/syntax-tree.js";
import { UNCERTAIN } from "./bounded.js";
import type { Marks } from "./environment.js";
import { expectComplete } from "./expect-complete.js";
import type { LineageInput } from "./lineage-input.js";
import { outputColumns } from "./output-columns.js";
import { readQuery } from "./read-query.js";
import { inputKey, type Inputs, type Relation } from "./relation.js";
import { Uncertain, uncertain } from "./uncertain.js";

/** Inputs of a query, never fewer than it reads. */
export interface Analysis {
  /** Inputs of each output column, in order. */
  readonly columns: readonly Inputs[];
  /** For each output column whether its inputs are exactly those that are read. */
  readonly certain: readonly boolean[];
  /** Inputs that decide which rows there are: filters, joins, groups, order. */
  readonly rows: Inputs;
  /** Inputs named in some select list, whether used further or not. */
  readonly named: Inputs;
}

/** How a tree is read. */
export interface ReadingOptions {
  readonly language: Pick<SqlLanguage, "lexis" | "functions">;
  /** Nodes of the tree that count as inputs too. */
  readonly taints?: Marks | undefined;
  /** The input of names that are functions of the clock or the session; none by default. */
  readonly clock?: string | undefined;
  /** Columns whose names the engine made up count as inputs too, by their `renamedKey`. @default false */
  readonly noteRenamed?: boolean | undefined;
}

/** Inputs of a query, or the reason why they are unknown. */
export function analyzeQuery(
  input: Omit<LineageInput, "model">,
  result: TreeResult,
  options: ReadingOptions,
): Analysis | string {
  if (!result.ok) return result.reason;
  try {
    return readTree(input, result.tree, options);
  } catch (error) {
    // Whatever else goes wrong in reading a tree, the answer "reads everything" is right.
    return error instanceof Uncertain ? error.message : `the tree cannot be read: ${String(error)}`;
  }
}

function readTree(
  input: Omit<LineageInput, "model">,
  tree: SyntaxTree,
  { language, taints: taints = new Map(), clock, noteRenamed = false }: ReadingOptions,
): Analysis {
  const { columns, parents } = input;
  if (!tree.exact) expectComplete(input, tree, language.lexis);
  const rows = new Set<string>();
  const named = new Set<string>();
  const ctes = new Map<string, Relation>();
  const env = {
    parents: relationsOf(parents),
    ctes,
    rows,
    named,
    functions: language.functions,
    taints,
    clock,
    noteRenamed,
    query: readQuery,
  };
  const relation = readQuery(tree.query, env, undefined);
  const found = outputColumns(relation.columns, columns.map(foldName));
  return {
    columns: found.map(withoutDoubt),
    certain: found.map((inputs) => !inputs.has(UNCERTAIN)),
    rows: withoutDoubt(rows),
    named: withoutDoubt(named),
  };
}

function withoutDoubt(inputs: Inputs): Inputs {
  if (!inputs.has(UNCERTAIN)) return inputs;
  return new Set([...inputs].filter((key) => key !== UNCERTAIN));
}

function relationsOf(parents: LineageInput["parents"]): ReadonlyMap<string, Relation> {
  const relations = new Map<string, Relation>();
  for (const [parent, columns] of parents) {
    const name = foldName(parent);
    if (relations.has(name) || columns.length === 0)
      uncertain(`the columns of ${parent} are not known`);
    const inputs = columns.map((column) => ({
      name: foldName(column),
      inputs: new Set([inputKey(parent, column)]),
    }));
    relations.set(name, { columns: inputs });
  }
  return relations;
}

import { foldName } from "../text/name.js";
import type { Relation as Tree, Summary, Table, TableFunction, Values } from "../tree/nodes.js";
import { bounded } from "./bounded.js";
import { distinctNames } from "./distinct-names.js";
import { note, type Environment } from "./environment.js";
import { readExpression, readAll } from "./read-expression.js";
import { readJoin } from "./read-join.js";
import { readPivot, readUnpivot } from "./read-pivot.js";
import {
  allInputs,
  renameColumns,
  unite,
  type Relation,
  type RelationColumn,
  type Scope,
} from "./relation.js";
import { uncertain } from "./uncertain.js";

/** Where a relation stands: its columns become visible in the scope. */
export interface FromPlace {
  readonly env: Environment;
  readonly scope: Scope;
}

/** The columns that `select *` shows of a relation, which is added to the scope. */
export function readFrom(tree: Tree | undefined, place: FromPlace): readonly RelationColumn[] {
  if (tree === undefined) return [];
  if (tree.sample !== undefined) uncertain("a sample is not understood");
  if (tree.kind === "join") return readJoin(tree, place, readFrom);
  const given = renameColumns(relationOf(tree, place), tree.columns.map(foldName));
  const relation = distinctNames(given, place.env.noteRenamed);
  const alias = tree.alias ?? defaultAlias(tree);
  const schema = tree.kind === "table" ? tree.schema : undefined;
  place.scope.sources.push({
    alias: alias === undefined ? undefined : foldName(alias),
    schema: schema === undefined ? undefined : foldName(schema),
    relation,
  });
  return relation.columns;
}

/** The name by which the columns of a relation without an alias can be called. */
function defaultAlias(tree: Exclude<Tree, { kind: "join" }>): string | undefined {
  if (tree.kind === "table") return tree.name;
  return tree.kind === "table function" ? tree.call.name : undefined;
}

function relationOf(tree: Exclude<Tree, { kind: "join" }>, place: FromPlace): Relation {
  switch (tree.kind) {
    case "table":
      return readTable(tree, place);
    case "derived":
      return bounded({ query: tree.query, env: place.env, outer: place.scope }, () =>
        readLateral(tree.query, place),
      );
    case "table function":
      return readTableFunction(tree, place);
    case "values":
      return readValues(tree, place);
    case "pivot":
      return readPivot(tree, place, readFrom);
    case "unpivot":
      return readUnpivot(tree, place, readFrom);
    case "summary":
      return readSummary(tree, place);
  }
}

/** A query in a `from`, which may read the items in front of it. */
function readLateral(query: Parameters<Environment["query"]>[0], { env, scope }: FromPlace) {
  const around: Scope = { ...scope, lateral: undefined };
  return env.query(query, env, around);
}

function readTable({ catalog, schema, name, at }: Table, { env }: FromPlace): Relation {
  if (catalog !== undefined || at !== undefined) uncertain(`${name} is not understood`);
  const found =
    schema === undefined || foldName(schema) === "recurring"
      ? env.ctes.get(foldName(name))
      : env.parents.get(foldName(`${schema}.${name}`));
  return found ?? uncertain(`${name} is no parent`);
}

function readTableFunction(
  { call, ordinality }: TableFunction,
  { env, scope }: FromPlace,
): Relation {
  if (!env.functions.table.has(call.name))
    uncertain(`table function ${call.name} is not understood`);
  const inputs = readExpression(call, { env, scope, clause: "other" });
  note(env.rows, inputs);
  const made: RelationColumn = { name: undefined, inputs, many: true };
  return { columns: ordinality ? [made, { name: "ordinality", inputs }] : [made] };
}

/** Rows of a `values` list: which row a value is in is decided by nothing. */
function readValues({ rows }: Values, { env, scope }: FromPlace): Relation {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, i) => ({
    name: `col${i}`,
    inputs: readAll(
      rows.map((row) => row[i]),
      { env, scope, clause: "other" },
    ),
  }));
  return { columns };
}

/** `summarize` makes a row of each column, all from values of the query. */
function readSummary({ query }: Summary, { env, scope }: FromPlace): Relation {
  const rows = new Set<string>();
  const relation = env.query(query, { ...env, rows }, scope);
  const inputs = unite(rows, allInputs(relation));
  note(env.rows, inputs);
  return { columns: [{ name: undefined, inputs, many: true }] };
}

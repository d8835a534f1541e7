import { foldName } from "../text/name.js";
import type { Cte, OrderItem, Query, Recursion, Select, SetOperation } from "../tree/nodes.js";
import { bounded } from "./bounded.js";
import { combine } from "./combine.js";
import { note, withMark, type Environment } from "./environment.js";
import { isAggregated, readPositions } from "./output-positions.js";
import { readAll, readExpression, type ExpressionPlace } from "./read-expression.js";
import { readFrom } from "./read-from.js";
import { readSelectList } from "./read-select-list.js";
import {
  allInputs,
  createScope,
  inputsOf,
  isComplete,
  nothing,
  renameColumns,
  unite,
  type Inputs,
  type Relation,
  type RelationColumn,
  type Scope,
} from "./relation.js";
import { uncertain } from "./uncertain.js";

/** The relation a query makes, noting what decides its rows. */
export function readQuery(query: Query, around: Environment, outer: Scope | undefined): Relation {
  const env = withCtes(query.ctes, around, outer);
  switch (query.kind) {
    case "select":
      return readSelect(query, env, outer);
    case "set operation":
      return readSetOperation(query, env, outer);
    case "recursion":
      return readRecursion(query, env, outer);
  }
}

function readSelect(select: Select, env: Environment, outer: Scope | undefined): Relation {
  if (select.sample !== undefined) uncertain("a sample is not understood");
  const scope = createScope(outer);
  const visible = readFrom(select.from, { env, scope });
  const place: ExpressionPlace = { env, scope, clause: "other" };
  if (outer !== undefined) scope.lateral = false;
  const columns = readSelectList(select.items, visible, { ...place, clause: "select" });
  const { where, having, qualify } = select;
  note(env.rows, readAll([where, having, qualify], place));
  note(env.rows, readGroups(select, columns, place));
  return { columns: readEnd(select, columns, place) };
}

/** `group by`; `all` stands for the items of the select list without an aggregate. */
function readGroups(
  { items, groups, groupAll }: Select,
  columns: readonly RelationColumn[],
  place: ExpressionPlace,
): Inputs {
  const plain = isComplete(columns) && columns.length === items.length;
  const ungrouped = columns.filter((_, i) => {
    const item = items[i];
    return !plain || item === undefined || !isAggregated(item, place.env.functions);
  });
  return unite(
    groupAll ? inputsOf(ungrouped) : nothing,
    readPositions(groups, columns),
    readAll(groups, place),
  );
}

/** `distinct`, `order by` and `limit`, in which the output is visible too. */
function readEnd(
  query: Query,
  columns: readonly RelationColumn[],
  place: ExpressionPlace,
): readonly RelationColumn[] {
  const { env } = place;
  const { distinct, order, limit, offset } = query;
  if (distinct !== undefined)
    note(
      env.rows,
      distinct.on.length === 0
        ? inputsOf(columns)
        : unite(readAll(distinct.on, place), readPositions(distinct.on, columns)),
    );
  note(env.rows, readOrder(order, columns, place));
  for (const cut of [limit, offset])
    if (cut !== undefined) note(env.rows, readExpression(cut, place));
  return columns;
}

function readOrder(
  order: readonly OrderItem[],
  columns: readonly RelationColumn[],
  place: ExpressionPlace,
): Inputs {
  const values = order.map(({ value }) => value);
  // `order by all`, of whatever columns.
  const read = values.map((value) =>
    value.kind === "star"
      ? withMark(inputsOf(columns), value, place.env)
      : readExpression(value, place),
  );
  return unite(readPositions(values, columns), ...read);
}

function readSetOperation(
  query: SetOperation,
  env: Environment,
  outer: Scope | undefined,
): Relation {
  const [left, right] = [query.left, query.right].map((arm) =>
    bounded({ query: arm, env, outer }, () => readQuery(arm, env, outer)),
  );
  if (left === undefined || right === undefined) return uncertain("a set operation has two sides");
  const combined = combine(left, right, query.byName);
  if (query.operation !== "union" || !query.all) note(env.rows, allInputs(combined));
  const scope = createScope(outer);
  scope.sources.push({ alias: undefined, relation: combined });
  readEnd(query, combined.columns, { env, scope, clause: "other" });
  return combined;
}

/** The environment with the CTEs of a query. */
function withCtes(list: readonly Cte[], env: Environment, outer: Scope | undefined): Environment {
  if (list.length === 0) return env;
  const ctes = new Map(env.ctes);
  for (const { name, columns, query } of list) {
    const inner = { ...env, ctes: new Map(ctes) };
    const relation = bounded({ query, env: inner, outer }, () => readQuery(query, inner, outer));
    ctes.set(foldName(name), renameColumns(relation, columns.map(foldName)));
  }
  return { ...env, ctes };
}

/** A recursive CTE reads itself: its inputs grow until they no longer do. */
function readRecursion(query: Recursion, env: Environment, outer: Scope | undefined): Relation {
  const names = query.columns.map(foldName);
  let relation = renameColumns(readQuery(query.start, env, outer), names);
  for (;;) {
    const ctes = new Map(env.ctes).set(foldName(query.name), relation);
    const step = readQuery(query.step, { ...env, ctes }, outer);
    const grown = combine(relation, step, false);
    if (!query.all || query.keys.length > 0) note(env.rows, allInputs(grown));
    if (sizeOf(grown) === sizeOf(relation)) break;
    relation = grown;
  }
  const scope = createScope(outer);
  scope.sources.push({ alias: undefined, relation });
  const place: ExpressionPlace = { env, scope, clause: "other" };
  note(env.rows, readAll(query.keys, place));
  readEnd(query, relation.columns, place);
  return relation;
}

function sizeOf({ columns }: Relation): number {
  return columns.reduce((total, { inputs }) => total + inputs.size, 0);
}

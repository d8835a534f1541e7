import { note, type Environment } from "./environment.js";
import { isAggregated, readPositions, type OutputColumns } from "./output-positions.js";
import { readExpression, type ExpressionPlace } from "./read-expression.js";
import { readFrom, readValues } from "./read-from.js";
import { readSelectList } from "./read-select-list.js";
import {
  allInputs,
  createScope,
  nothing,
  renameColumns,
  unite,
  type Inputs,
  type Relation,
  type RelationColumn,
  type Scope,
} from "./relation.js";
import {
  expectName,
  expectOnly,
  expectVariant,
  isObject,
  listOf,
  objectOf,
  variantOf,
  type Json,
  type JsonObject,
} from "./syntax-tree.js";
import { unclear } from "./unclear.js";

/** The relation a query makes, noting what decides its rows. */
export function readQuery(node: Json, env: Environment, outer: Scope | undefined): Relation {
  const { kind, body } = expectVariant(node);
  switch (kind) {
    case "select":
      return readSelect(body, env, outer);
    case "union":
    case "intersect":
    case "except":
      return readSetOperation(kind, body, { env, outer });
    case "subquery":
      return readSubquery(body, env, outer);
    case "paren":
      expectOnly(body, new Set(["this"]));
      return readQuery(body["this"] ?? null, env, outer);
    case "values":
      return readValues(body, env, createScope(outer));
    default:
      return unclear(`${kind} is not understood as a query`);
  }
}

const selectFields = new Set([
  "expressions", "from", "joins", "where_clause", "group_by", "having", "qualify", "order_by", "limit", "offset",
  "distinct", "distinct_on", "with", "windows", "qualify_after_window",
]); // prettier-ignore

function readSelect(body: JsonObject, around: Environment, outer: Scope | undefined): Relation {
  expectOnly(body, selectFields);
  const env = withCtes(body, around, outer);
  const scope = createScope(outer);
  const visible = readFrom(body, env, scope);
  const place: ExpressionPlace = { env, scope, clause: "other" };
  for (const window of listOf(body, "windows")) readWindow(window, place);
  const items = listOf(body, "expressions");
  const list = readSelectList(items, visible, { ...place, clause: "select" });
  const relation: Relation = list.others === undefined ? { columns: list.columns } : list;
  const all = allInputs(relation);
  for (const clause of ["where_clause", "having", "qualify", "limit", "offset", "distinct_on"]) {
    note(env.rows, readExpression(body[clause], place));
  }
  if (body["distinct"] === true) note(env.rows, all);
  const output = outputOf(relation);
  note(env.rows, readGroups(objectOf(body, "group_by"), { ...output, items }, place));
  note(env.rows, readOrder(objectOf(body, "order_by"), output, place));
  return relation;
}

function readWindow(window: Json, place: ExpressionPlace): void {
  if (!isObject(window)) return unclear("a window is not understood");
  const spec = window["spec"];
  if (isObject(spec) && spec["window_name"]) unclear("a window on a window");
  place.scope.windows.set(expectName(window["name"]), readExpression(spec, place));
}

function outputOf(relation: Relation): OutputColumns {
  const { columns, others } = relation;
  return { columns, all: allInputs(relation), countable: others === undefined };
}

/** `all` stands for the items of the select list without an aggregate. */
function readGroups(
  group: JsonObject | undefined,
  output: OutputColumns & { readonly items: readonly Json[] },
  place: ExpressionPlace,
): Inputs {
  if (group === undefined) return nothing;
  expectOnly(group, new Set(["expressions", "all"]));
  const listed = listOf(group, "expressions");
  const { columns, items, all } = output;
  const plain = output.countable && columns.length === items.length;
  const ungrouped = plain
    ? unite(...columns.filter((_, i) => !isAggregated(items[i] ?? null)).map((c) => c.inputs))
    : all;
  return unite(
    group["all"] === true ? ungrouped : nothing,
    readPositions(listed, output),
    readExpression(listed, place),
  );
}

function readOrder(
  order: JsonObject | undefined,
  output: OutputColumns,
  place: ExpressionPlace,
): Inputs {
  if (order === undefined) return nothing;
  expectOnly(order, new Set(["expressions"]));
  const items = listOf(order, "expressions").map((item) => (isObject(item) ? item["this"] : item));
  const read = items.map((item) => (isAll(item) ? output.all : readExpression(item, place)));
  return unite(readPositions(items, output), ...read);
}

function isAll(item: Json | undefined): boolean {
  const column = variantOf(item);
  return (
    column?.kind === "column" && !column.body["table"] && expectName(column.body["name"]) === "all"
  );
}

interface QueryPlace {
  readonly env: Environment;
  readonly outer: Scope | undefined;
}

const setFields = new Set([
  "left", "right", "all", "distinct", "with", "order_by", "limit", "offset", "by_name",
]); // prettier-ignore

function readSetOperation(
  kind: string,
  body: JsonObject,
  { env: around, outer }: QueryPlace,
): Relation {
  expectOnly(body, setFields);
  const env = withCtes(body, around, outer);
  const left = readQuery(body["left"] ?? null, env, outer);
  const right = readQuery(body["right"] ?? null, env, outer);
  const combined = combine(left, right, body["by_name"] === true);
  const all = allInputs(combined);
  if (kind !== "union" || body["all"] !== true) note(env.rows, all);
  const scope = createScope(outer);
  scope.sources.push({ alias: undefined, relation: combined });
  const place: ExpressionPlace = { env, scope, clause: "other" };
  note(env.rows, readOrder(objectOf(body, "order_by"), outputOf(combined), place));
  for (const clause of ["limit", "offset"]) note(env.rows, readExpression(body[clause], place));
  return combined;
}

function combine(left: Relation, right: Relation, byName: boolean): Relation {
  if (left.others ?? right.others) return unclear("a set operation on unknown columns");
  if (byName) return { columns: combineByName([...left.columns, ...right.columns]) };
  if (left.columns.length !== right.columns.length)
    return unclear("a set operation on other columns");
  const columns = left.columns.map(({ name, inputs }, i) => ({
    name,
    inputs: unite(inputs, right.columns[i]?.inputs ?? nothing),
  }));
  return { columns };
}

function combineByName(columns: readonly RelationColumn[]): readonly RelationColumn[] {
  const combined = new Map<string, Inputs>();
  for (const { name, inputs } of columns) {
    const key = name ?? unclear("union by name of a column with a made-up name");
    combined.set(key, unite(combined.get(key) ?? nothing, inputs));
  }
  return [...combined].map(([name, inputs]) => ({ name, inputs }));
}

const subqueryFields = new Set(["this", "order_by", "limit", "offset", "modifiers_inside"]);

function readSubquery(body: JsonObject, env: Environment, outer: Scope | undefined): Relation {
  expectOnly(body, subqueryFields);
  const relation = readQuery(body["this"] ?? null, env, outer);
  const scope = createScope(outer);
  scope.sources.push({ alias: undefined, relation });
  const place: ExpressionPlace = { env, scope, clause: "other" };
  note(env.rows, readOrder(objectOf(body, "order_by"), outputOf(relation), place));
  for (const clause of ["limit", "offset"]) note(env.rows, readExpression(body[clause], place));
  return relation;
}

/** The environment with the CTEs of a query's `with`. */
function withCtes(body: JsonObject, env: Environment, outer: Scope | undefined): Environment {
  const clause = objectOf(body, "with");
  if (clause === undefined) return env;
  expectOnly(clause, new Set(["ctes", "recursive"]));
  const ctes = new Map(env.ctes);
  for (const cte of listOf(clause, "ctes")) {
    if (!isObject(cte)) return unclear("a CTE is not understood");
    expectOnly(cte, new Set(["alias", "this", "columns", "materialized", "alias_first"]));
    const name = expectName(cte["alias"]);
    const names = listOf(cte, "columns").map(expectName);
    const place = { env: { ...env, ctes: new Map(ctes) }, outer };
    const relation =
      clause["recursive"] === true
        ? readRecursive(cte["this"] ?? null, { name, names }, place)
        : readQuery(cte["this"] ?? null, place.env, outer);
    ctes.set(name, renameColumns(relation, names));
  }
  return { ...env, ctes };
}

/** A recursive CTE reads itself: its inputs grow until they no longer do. */
function readRecursive(
  node: Json,
  { name, names }: { readonly name: string; readonly names: readonly string[] },
  { env, outer }: QueryPlace,
): Relation {
  const variant = variantOf(node);
  if (variant?.kind !== "union") return readQuery(node, env, outer);
  let relation = readQuery(variant.body["left"] ?? null, withoutCte(env, name), outer);
  for (;;) {
    const self = renameColumns(relation, names);
    const ctes = new Map(env.ctes).set(name, self);
    const next = readQuery(node, { ...env, ctes }, outer);
    const grown = combine(relation, next, false);
    if (sizeOf(grown) === sizeOf(relation)) return next;
    relation = grown;
  }
}

function withoutCte(env: Environment, name: string): Environment {
  const ctes = new Map(env.ctes);
  ctes.delete(name);
  return { ...env, ctes };
}

function sizeOf({ columns }: Relation): number {
  return columns.reduce((total, { inputs }) => total + inputs.size, 0);
}

import type { Column } from "../leaves.js";
import type { Call, Expression, Lambda, Query, Star } from "../nodes.js";
import {
  expectName,
  expectOnly,
  functionName,
  isBlank,
  isObject,
  isSilent,
  listOf,
  nameOf,
  unreadable,
  variantOf,
  type Json,
  type JsonObject,
  type Variant,
} from "./json.js";

/** Context of an expression, for the queries and named windows in it. */
export interface Around {
  readonly query: (node: Json, around: Around) => Query;
  /** Named windows of the query around, as they are written. */
  readonly windows: ReadonlyMap<string, JsonObject>;
}

type Read = (body: JsonObject, around: Around) => Expression;

/** An expression. What has no reader of its own is a call of its kind, with all expressions in it as arguments. */
export function readExpression(value: Json | undefined, around: Around): Expression {
  const variant = variantOf(value);
  if (variant === undefined) return call("value", expressionsIn(value ?? null, around));
  if (opaque.has(variant.kind)) unreadable(`${variant.kind} is not understood`);
  const read = readers.get(variant.kind);
  if (read !== undefined) return read(variant.body, around);
  if (queries.has(variant.kind)) return subquery({ [variant.kind]: variant.body }, around);
  return readOther(variant, around);
}

/** Kinds whose reads cannot be told from their parts. */
const opaque: ReadonlySet<string> = new Set([
  "star", "columns", "braced_wildcard", "raw", "command", "table", "pivot", "unpivot", "values", "summarize",
  "describe", "show", "pragma", "from", "join", "joined_table", "pipe_operator",
]); // prettier-ignore

const queries: ReadonlySet<string> = new Set([
  "select",
  "union",
  "intersect",
  "except",
  "subquery",
]);

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["column", (body) => ({ kind: "column", parts: columnParts(body) })],
  ["identifier", (body) => ({ kind: "column", parts: [expectName(body)] })],
  ["var", readVariable],
  ["dot", readDot],
  ["literal", readLiteral],
  ["alias", readAlias],
  ["lambda", readLambda],
  ["comprehension", readComprehension],
  ["map_func", readMap],
  ["function", readFunction],
  ["anonymous", readFunction],
  ["aggregate_function", readFunction],
  ["window_function", readWindow],
]);

/** Names in these fields are no columns. */
const nameFields = new Set(["alias", "field", "to", "data_type", "window_name", "parameter_types"]);

/** The expressions in a part of the tree that is none itself. */
export function expressionsIn(value: Json | undefined, around: Around): readonly Expression[] {
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((entry) => expressionsIn(entry, around));
  if (!isObject(value)) return [];
  if (variantOf(value) !== undefined) return [readExpression(value, around)];
  if (typeof value["name"] === "string" && "quoted" in value)
    return [{ kind: "column", parts: [value["name"]] }];
  return fieldsOf(value, around);
}

function fieldsOf(body: JsonObject, around: Around): readonly Expression[] {
  return Object.entries(body).flatMap(([field, entry]) =>
    isSilent(field) || nameFields.has(field) ? [] : expressionsIn(entry, around),
  );
}

function call(name: string, given: readonly Expression[]): Call {
  return {
    kind: "call",
    name,
    schema: [],
    operator: false,
    arguments: given,
    distinct: false,
    order: [],
  };
}

/** Words that are functions without parentheses, unless a column has their name. */
const bareWords = /^(current|local|session|user)/u;

function readOther({ kind, body }: Variant, around: Around): Expression {
  if (bareWords.test(kind) && Object.values(body).every(isBlank))
    return { kind: "column", parts: [kind] };
  return call(kind, fieldsOf(body, around));
}

function readLiteral(body: JsonObject): Expression {
  const { literal_type: type, value } = body;
  return {
    kind: "literal",
    type: JSON.stringify(type),
    value: typeof value === "string" ? value : JSON.stringify(value),
  };
}

function columnParts(body: JsonObject): readonly string[] {
  const table = nameOf(body["table"]);
  const name = expectName(body["name"]);
  return table === undefined ? [name] : [table, name];
}

function readVariable(body: JsonObject): Column {
  const name = body["this"];
  return typeof name === "string"
    ? { kind: "column", parts: [name] }
    : unreadable("a bare name is not understood");
}

function readDot(body: JsonObject, around: Around): Expression {
  const parts = partsOfDot({ kind: "dot", body });
  return parts === undefined
    ? call("dot", [readExpression(body["this"], around)])
    : { kind: "column", parts };
}

/** The names of `a.b.c` when it starts with a column. */
function partsOfDot({ kind, body }: Variant): readonly string[] | undefined {
  if (kind === "column") return columnParts(body);
  const inner = kind === "dot" ? variantOf(body["this"]) : undefined;
  const parts = inner && partsOfDot(inner);
  return parts && [...parts, expectName(body["field"])];
}

function readAlias(body: JsonObject, around: Around): Expression {
  expectOnly(body, "this", "alias", "alias_explicit_as", "alias_keyword");
  return { ...readExpression(body["this"], around), alias: expectName(body["alias"]) };
}

function readLambda(body: JsonObject, around: Around): Lambda {
  const parameters = listOf(body, "parameters").map((name): Column => ({
    kind: "column",
    parts: [expectName(name)],
  }));
  return {
    kind: "lambda",
    left: call("row", parameters),
    body: readExpression(body["body"], around),
  };
}

/** `[this for expression in iterator if condition]`. */
function readComprehension(body: JsonObject, around: Around): Expression {
  const { this: made, expression: variable, iterator, ...rest } = body;
  const left = readExpression(variable, around);
  if (left.kind !== "column") return unreadable("a list comprehension is not understood");
  const each = call("row", [...expressionsIn(made, around), ...fieldsOf(rest, around)]);
  const lambda: Lambda = { kind: "lambda", left, body: each };
  return call("list_transform", [readExpression(iterator, around), lambda]);
}

/** `{a: b}` has names before the colons, `map {a: b}` has expressions there. */
function readMap(body: JsonObject, around: Around): Expression {
  const isStruct = body["curly_brace_syntax"] === true && body["with_map_keyword"] !== true;
  const keys = listOf(body, "keys").filter((key) => !isStruct || variantOf(key)?.kind !== "column");
  const { keys: _, ...rest } = body;
  return call("map", [...expressionsIn(keys, around), ...fieldsOf(rest, around)]);
}

function readFunction(body: JsonObject, around: Around): Expression {
  const name = functionName(body["name"]);
  if (body["no_parens"] === true) return { kind: "column", parts: [name] };
  return call(name, fieldsOf(body, around));
}

function readWindow(body: JsonObject, around: Around): Expression {
  const over = body["over"];
  const name = isObject(over) ? nameOf(over["window_name"]) : undefined;
  const shared = name === undefined ? undefined : around.windows.get(name);
  if (name !== undefined && shared === undefined) unreadable(`window ${name} is not known`);
  return {
    kind: "window",
    name: "window",
    schema: [],
    arguments: [
      ...fieldsOf(body, around),
      ...(shared === undefined ? [] : fieldsOf(shared, around)),
    ],
    distinct: false,
    ignoreNulls: false,
    argumentOrder: [],
    partitions: [],
    order: [],
    frame: [],
    bounds: [],
  };
}

function subquery(node: Json, around: Around): Expression {
  return { kind: "subquery", quantifier: "scalar", query: around.query(node, around) };
}

/** An item of a select list, in which a star may stand. */
export function readItem(item: Json, around: Around): Expression {
  const variant = variantOf(item);
  return variant?.kind === "star" ? readStar(variant.body, around) : readParen(item, around);
}

/** Parentheses around a column do not hide its name. */
function readParen(item: Json, around: Around): Expression {
  const variant = variantOf(item);
  if (variant?.kind !== "paren") return readExpression(item, around);
  const inner = variantOf(variant.body["this"]);
  const isName = inner !== undefined && ["column", "dot", "paren"].includes(inner.kind);
  return isName ? readParen(variant.body["this"] ?? null, around) : readExpression(item, around);
}

/** `*`, `t.*`, with `exclude`, `replace` and `rename`. */
function readStar(body: JsonObject, around: Around): Star {
  expectOnly(body, "table", "except", "replace", "rename");
  return {
    kind: "star",
    relation: nameOf(body["table"]),
    columns: false,
    exclude: listOf(body, "except").map((name) => [expectName(name)]),
    replace: listOf(body, "replace").map((entry) => {
      const written = variantOf(entry)?.kind === "alias" ? variantOf(entry)?.body : entry;
      if (!isObject(written)) return unreadable("a replacement is not understood");
      return { name: expectName(written["alias"]), value: readExpression(written["this"], around) };
    }),
    rename: listOf(body, "rename").map((entry) => {
      const pair: readonly Json[] = Array.isArray(entry) ? (entry as readonly Json[]) : [];
      return { from: [expectName(pair[0])], to: expectName(pair[1]) };
    }),
  };
}

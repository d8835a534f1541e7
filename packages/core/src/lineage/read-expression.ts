import { foldName } from "../adapter/name.js";
import { withMark, type Environment } from "./environment.js";
import { allInputs, createScope, nothing, unite, type Inputs, type Scope } from "./relation.js";
import { isVisible, resolveName, type Clause } from "./resolve-name.js";
import {
  expectName,
  isObject,
  isSilent,
  listOf,
  nameOf,
  variantOf,
  type Json,
  type JsonObject,
  type Variant,
} from "./syntax-tree.js";
import { unclear } from "./unclear.js";

/** Where an expression stands. */
export interface ExpressionPlace {
  readonly env: Environment;
  readonly scope: Scope;
  readonly clause: Clause;
}

type Read = (body: JsonObject, place: ExpressionPlace) => Inputs;

/** Columns of parents an expression's value depends on. Ends the analysis at what is not understood. */
export function readExpression(value: Json | undefined, place: ExpressionPlace): Inputs {
  if (value === undefined || value === null || typeof value !== "object") return nothing;
  return withMark(readUnmarked(value, place), value, place.env);
}

function readUnmarked(value: JsonObject | readonly Json[], place: ExpressionPlace): Inputs {
  if (!isObject(value)) return unite(...value.map((entry) => readExpression(entry, place)));
  const variant = variantOf(value);
  if (variant !== undefined && opaque.has(variant.kind))
    unclear(`${variant.kind} is not understood`);
  if (variant !== undefined) expectNoBareName(variant, place.scope);
  const read = variant && readers.get(variant.kind);
  return variant && read ? read(variant.body, place) : readFields(value, place);
}

/** Kinds whose reads cannot be told from their parts. */
const opaque: ReadonlySet<string> = new Set([
  "star", "columns", "braced_wildcard", "raw", "command", "table", "pivot", "unpivot", "values", "summarize",
  "describe", "show", "pragma", "from", "join", "joined_table", "pipe_operator",
]); // prettier-ignore

/** Functions that read columns or relations named in texts. */
const opaqueFunctions = new Set(["columns", "query", "query_table", "unpack", "getvariable"]);

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["column", readColumn],
  ["identifier", (body, place) => resolveName([expectName(body)], place.scope, place.clause)],
  ["var", readVariable],
  ["dot", readDot],
  ["lambda", readLambda],
  ["comprehension", readComprehension],
  ["map_func", readMap],
  ["function", readFunction],
  ["anonymous", readFunction],
  ["window_function", readWindow],
  ["data_type", () => nothing],
  ["select", (body, place) => readQuery({ select: body }, place)],
  ["union", (body, place) => readQuery({ union: body }, place)],
  ["intersect", (body, place) => readQuery({ intersect: body }, place)],
  ["except", (body, place) => readQuery({ except: body }, place)],
  ["subquery", (body, place) => readQuery({ subquery: body }, place)],
]);

/** A word that the parser takes for a function without parentheses may be a column of that name. */
function expectNoBareName({ kind, body }: Variant, scope: Scope): void {
  const bare = Object.values(body).every((value) => value === null || value === false);
  const name = bare ? kind : body["no_parens"] === true ? body["name"] : undefined;
  if (typeof name === "string" && isVisible(foldName(name), scope))
    unclear(`${name} may be a column`);
}

/** Names in these fields are no columns. */
const nameFields = new Set(["alias", "field", "to", "data_type", "window_name", "parameter_types"]);

function readFields(value: JsonObject, place: ExpressionPlace): Inputs {
  const read: Inputs[] = [];
  for (const [field, entry] of Object.entries(value)) {
    if (isSilent(field) || nameFields.has(field)) continue;
    if (isIdentifier(entry)) expectNoColumn(entry, place.scope);
    else read.push(readExpression(entry, place));
  }
  return unite(...read);
}

function isIdentifier(value: Json | undefined): value is JsonObject {
  return isObject(value) && typeof value["name"] === "string" && "quoted" in value;
}

/** A bare name where none was expected: harmless only when it cannot be a column. */
function expectNoColumn(identifier: JsonObject, scope: Scope): Inputs {
  const name = expectName(identifier);
  return isVisible(name, scope) ? unclear(`${name} may be a column`) : nothing;
}

function readVariable(body: JsonObject, { scope }: ExpressionPlace): Inputs {
  const name = body["this"];
  const harmless = typeof name === "string" && !isVisible(foldName(name), scope);
  return harmless ? nothing : unclear("a bare name may be a column");
}

function readColumn(body: JsonObject, { scope, clause }: ExpressionPlace): Inputs {
  return resolveName(partsOfColumn(body), scope, clause);
}

function partsOfColumn(body: JsonObject): readonly string[] {
  const table = nameOf(body["table"]);
  const name = expectName(body["name"]);
  return table === undefined ? [name] : [table, name];
}

function readDot(body: JsonObject, place: ExpressionPlace): Inputs {
  const parts = partsOfDot({ kind: "dot", body });
  return parts === undefined
    ? readExpression(body["this"], place)
    : resolveName(parts, place.scope, place.clause);
}

/** The names of `a.b.c` when it starts with a column. */
export function partsOfDot({ kind, body }: Variant): readonly string[] | undefined {
  if (kind === "column") return partsOfColumn(body);
  const inner = kind === "dot" ? variantOf(body["this"]) : undefined;
  const parts = inner && partsOfDot(inner);
  return parts && [...parts, expectName(body["field"])];
}

function readLambda(body: JsonObject, place: ExpressionPlace): Inputs {
  const names = new Set(listOf(body, "parameters").map(expectName));
  return readExpression(body["body"], { ...place, scope: createScope(place.scope, names) });
}

/** `[this for expression in iterator if condition]`. */
function readComprehension(body: JsonObject, place: ExpressionPlace): Inputs {
  const variable = variantOf(body["expression"]);
  if (variable?.kind !== "column") return unclear("a list comprehension is not understood");
  const scope = createScope(place.scope, new Set(partsOfColumn(variable.body)));
  const { expression: _, ...rest } = body;
  return readFields(rest, { ...place, scope });
}

/** `{a: b}` has names before the colons, `map {a: b}` has expressions there. */
function readMap(body: JsonObject, place: ExpressionPlace): Inputs {
  const isStruct = body["curly_brace_syntax"] === true;
  const keys = listOf(body, "keys").filter((key) => !isStruct || variantOf(key)?.kind !== "column");
  const { keys: _, ...rest } = body;
  return unite(readExpression(keys, place), readFields(rest, place));
}

function readFunction(body: JsonObject, place: ExpressionPlace): Inputs {
  const name = body["name"];
  if (typeof name !== "string") return unclear("a function has no name");
  if (opaqueFunctions.has(foldName(name))) unclear(`${name} reads by name`);
  return readFields(body, place);
}

function readWindow(body: JsonObject, place: ExpressionPlace): Inputs {
  const over = body["over"];
  const name = isObject(over) ? nameOf(over["window_name"]) : undefined;
  const shared = name === undefined ? nothing : namedWindow(name, place.scope);
  return unite(readFields(body, place), shared);
}

function namedWindow(name: string, scope: Scope): Inputs {
  return scope.windows.get(name) ?? unclear(`window ${name} is not known`);
}

/** A query inside an expression: its rows decide its value. */
function readQuery(node: JsonObject, { env, scope }: ExpressionPlace): Inputs {
  const rows = new Set<string>();
  const relation = env.query(node, { ...env, rows }, scope);
  return unite(rows, allInputs(relation));
}

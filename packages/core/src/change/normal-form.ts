import { foldName } from "../adapter/name.js";
import {
  isObject,
  listOf,
  nameOf,
  type Json,
  type JsonObject,
  type Variant,
} from "../lineage/syntax-tree.js";
import { openSelect, openWith, type FormScope } from "./form-scope.js";
import { isRedundant } from "./redundant-parens.js";

/**
 * A tree in which what does not matter is gone: positions in the text, comments, the names of tables' aliases and
 * of CTEs, qualifiers that change nothing, redundant parentheses. Equal forms mean the same; different ones may.
 */
export function normalForm(value: Json | undefined, scope: FormScope): Json {
  return form(value, scope, { parent: "", field: "" });
}

/** As `normalForm`, of the expression of a select item. */
export function formOfItem(value: Json | undefined, scope: FormScope): Json {
  return form(value, scope, { parent: "select", field: "expressions" });
}

/** As `normalForm`, of one field of a node, whose kind decides which parentheses matter. */
export function formOfField(body: JsonObject, field: string, scope: FormScope): Json {
  return form(body[field], scope, { parent: "select", field });
}

/** True for two equal forms. */
export function sameForm(left: Json, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

interface Place {
  /** Kind of the node around, or the field that holds a node's part. */
  readonly parent: string;
  readonly field: string;
}

/** Spelling that says nothing. */
const silent = new Set([
  "span",
  "inferred_type",
  "alias_explicit_as",
  "alias_keyword",
  "alias_first",
]);

function isSilentField(field: string): boolean {
  return silent.has(field) || field.endsWith("comments");
}

function form(value: Json | undefined, scope: FormScope, place: Place): Json {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value))
    return (value as readonly Json[]).map((entry) => form(entry, scope, place));
  if (!isObject(value)) return value;
  const keys = Object.keys(value).filter((key) => !isSilentField(key));
  const [kind = ""] = keys;
  const body = value[kind];
  if (keys.length !== 1 || !isObject(body) || kind === "this" || kind === "expressions")
    return formFields(value, scope, place.field);
  return formNode({ kind, body }, scope, place);
}

function formNode({ kind, body }: Variant, scope: FormScope, place: Place): Json {
  const { foreignOperators } = scope.context;
  switch (kind) {
    case "paren":
      return isRedundant(body["this"], { ...place, foreignOperators })
        ? form(body["this"], scope, place)
        : { paren: formFields(body, scope, kind) };
    case "select":
      return { select: formQuery(body, openSelect(body, scope), scope) };
    case "union":
    case "intersect":
    case "except":
      return { [kind]: formQuery(body, openWith(body, scope).scope, scope) };
    case "table":
      return { table: formTable(body, scope) };
    case "subquery":
      return { subquery: formSubquery(body, scope) };
    case "alias":
      return {
        alias: scope.ids.has(body) ? formSubquery(body, scope) : formFields(body, scope, kind),
      };
    case "column":
      return { column: formColumn(body, scope) };
    case "star":
      return {
        star: { ...formFields(body, scope, kind), table: formQualifier(body["table"], scope) },
      };
    case "lambda":
      return { lambda: formFields(body, withParameters(body, scope), kind) };
    case "comprehension":
      // Its variable hides the column of that name.
      return { comprehension: formFields(body, { ...scope, hidden: undefined }, kind) };
    default:
      return { [kind]: formFields(body, scope, kind) };
  }
}

function formFields(
  value: JsonObject,
  scope: FormScope,
  parent: string,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([field]) => !isSilentField(field))
      .map(([field, entry]) => [field, form(entry, scope, { parent, field })]),
  );
}

/** Fields of a `select` or set operation; those of its `with` see only the CTEs before. */
function formQuery(body: JsonObject, inner: FormScope, around: FormScope): Json {
  const { with: clause, ...rest } = body;
  const { ctes } = openWith(body, around);
  const parts = ctes.map(({ cte, scope }, i) => ({
    ...formFields(cte, scope, "cte"),
    alias: inner.context.keep.has(nameOf(cte["alias"]) ?? "") ? (nameOf(cte["alias"]) ?? "") : i,
  }));
  const { ctes: _, ...options } = isObject(clause) ? clause : {};
  return {
    ...formFields(rest, inner, "select"),
    with: [formFields(options, around, "with"), parts],
  };
}

/** A table without its alias: how its columns are named where they are used says which is meant. */
function formTable(body: JsonObject, scope: FormScope): Json {
  const id = scope.ids.get(body) ?? nameOf(body["alias"]) ?? null;
  const name = nameOf(body["name"]) ?? "";
  const cte = isObject(body["schema"]) ? undefined : scope.ctes.get(name);
  const fields = formFields(body, scope, "table");
  return { ...fields, alias: id, name: cte === undefined ? (fields["name"] ?? null) : cte.id };
}

function formSubquery(body: JsonObject, scope: FormScope): Json {
  const id = scope.ids.get(body) ?? null;
  const fields = formFields(body, scope, "subquery");
  return { ...fields, alias: id ?? fields["alias"] ?? null };
}

function formQualifier(table: Json | undefined, scope: FormScope): Json {
  const name = isObject(table) ? nameOf(table) : undefined;
  if (name === undefined) return null;
  return sourceAt(name, scope)?.source.id ?? form(table, scope, { parent: "", field: "" });
}

/** `t.x` is `x` where no other `x` can be meant. */
function formColumn(body: JsonObject, scope: FormScope): Json {
  const fields = formFields(body, scope, "column");
  const table = nameOf(body["table"]);
  const name = nameOf(body["name"]);
  if (table === undefined || name === undefined) return fields;
  const found = sourceAt(table, scope);
  if (found === undefined) return fields;
  const bare = found.scope === scope && isOnly(name, scope);
  return { ...fields, table: bare ? null : found.source.id };
}

function isOnly(name: string, { sources, hidden }: FormScope): boolean {
  if (hidden === undefined || hidden.has(name)) return false;
  if (sources.some(({ columns }) => columns === undefined)) return false;
  return sources.flatMap(({ columns }) => columns ?? []).filter((c) => c === name).length === 1;
}

/** The one source of an alias in the nearest scope that has it. */
function sourceAt(alias: string, scope: FormScope) {
  for (let at: FormScope | undefined = scope; at !== undefined; at = at.outer) {
    const sources = at.sources.filter((source) => source.alias === alias);
    const [source] = sources;
    if (source !== undefined) return sources.length === 1 ? { source, scope: at } : undefined;
  }
  return undefined;
}

/** Parameters of a lambda hide the columns of their names. */
function withParameters(body: JsonObject, scope: FormScope): FormScope {
  const names = listOf(body, "parameters").map((parameter) => nameOf(parameter) ?? "");
  const hidden = scope.hidden && new Set([...scope.hidden, ...names.map(foldName)]);
  return { ...scope, hidden, outer: scope.outer, sources: scope.sources };
}

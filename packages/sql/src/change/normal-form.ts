import { foldName } from "../text/name.js";
import type { Column } from "../tree/leaves.js";
import type {
  Call,
  Expression,
  Query,
  Recursion,
  Relation,
  Select,
  Star,
  Table,
} from "../tree/nodes.js";
import { isLambdaFunction, lambdaParameters } from "../tree/lambda.js";
import { isNode, type Node } from "../tree/syntax-tree.js";
import { columnsFirst, openSelect, openWith, type FormScope } from "./form-scope.js";

/** A part of a tree in normal form: plain data. */
export type Form = null | boolean | number | string | readonly Form[] | FormFields;

/** Fields of a form by name. */
export interface FormFields {
  readonly [field: string]: Form;
}

/**
 * A part of a tree in which what does not matter is gone: the names of tables' aliases and of CTEs, qualifiers that
 * change nothing, the letter case of names. Equal forms mean the same; different ones may.
 */
export function normalForm(part: unknown, scope: FormScope): Form {
  if (part === undefined || part === null) return null;
  if (typeof part === "boolean" || typeof part === "number" || typeof part === "string")
    return part;
  if (Array.isArray(part)) return part.map((entry: unknown) => normalForm(entry, scope));
  if (typeof part !== "object") return null;
  return isNode(part) ? formNode(part, scope) : formFields(part, scope);
}

/** As `normalForm`, of an item of a select list without its name. */
export function formOfItem({ alias: _, ...item }: Expression, scope: FormScope): Form {
  return normalForm(item, columnsFirst(scope));
}

/** As `normalForm`, of the condition of a `select`'s `where`. */
export function formOfWhere({ where }: Select, scope: FormScope): Form {
  return normalForm(where, columnsFirst(scope));
}

/** True for two equal forms. */
export function sameForm(left: Form, right: Form): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function formNode(node: Node, scope: FormScope): Form {
  switch (node.kind) {
    case "select":
      return formQuery(node, openSelect(node, scope), scope);
    case "set operation":
      return formQuery(node, openWith(node, scope).scope, scope);
    case "recursion":
      return { ...formQuery(node, openWith(node, scope).scope, scope), name: cteName(node, scope) };
    case "table":
      return formTable(node, scope);
    case "derived":
      return { ...formFields(node, scope), ...formAlias(node, scope) };
    case "join":
      return { ...formFields(node, scope), using: formNames(node.using, scope) };
    case "column":
      return formColumn(node, scope);
    case "star":
      return formStar(node, scope);
    case "pivot":
      return scope.context.verbatim
        ? { ...formFields(node, scope), written: node.aggregates.map(writtenName) }
        : formFields(node, scope);
    case "call":
      return formCall(node, scope);
    default:
      return formFields(node, scope);
  }
}

function formFields(part: object, scope: FormScope): FormFields {
  return Object.fromEntries(
    Object.entries(part).flatMap(([field, value]: [string, unknown]) =>
      value === undefined ? [] : [[field, normalForm(value, scope)]],
    ),
  );
}

/** A name that a column is given, in the form. */
function formName(name: string, { context }: FormScope): string {
  return context.verbatim ? name : foldName(name);
}

/** Names that columns are given, in the form. */
export function formNames(names: readonly string[], scope: FormScope): readonly string[] {
  return names.map((name) => formName(name, scope));
}

/** Fields of a query; the queries of its CTEs see only the CTEs before. */
function formQuery(query: Query, inner: FormScope, around: FormScope): FormFields {
  const { ctes: _, ...rest } = query;
  const ctes = openWith(query, around).ctes.map(({ cte, id, scope }) => ({
    ...formFields(cte, scope),
    columns: formNames(cte.columns, scope),
    name: id,
  }));
  const own =
    query.kind === "select"
      ? {
          items: query.items.map((item) => formListed(item, inner)),
          ...(query.where && { where: formOfWhere(query, inner) }),
        }
      : {};
  return { ...formFields(rest, inner), ...own, ctes };
}

/** An item of a select list with its name. */
function formListed(item: Expression, scope: FormScope): Form {
  const name = item.alias === undefined ? null : formName(item.alias, scope);
  return [scope.context.verbatim ? writtenName(item) : name, formOfItem(item, scope)];
}

/** Text from which the name of an item follows: its alias, the name of a column, or the expression as it is written. */
export function writtenName(item: Expression): string {
  if (item.alias !== undefined) return item.alias;
  return item.kind === "column" ? (item.parts.at(-1) ?? "") : JSON.stringify(item);
}

function cteName({ name }: Recursion, { ctes }: FormScope): string {
  return ctes.get(foldName(name))?.id ?? foldName(name);
}

/** A table without its alias: how its columns are named where they are used says which is meant. */
function formTable(table: Table, scope: FormScope): Form {
  const name = foldName(table.name);
  const cte = table.schema === undefined ? scope.ctes.get(name) : undefined;
  return {
    ...formFields(table, scope),
    ...formAlias(table, scope),
    schema: table.schema === undefined ? null : foldName(table.schema),
    name: cte?.id ?? name,
  };
}

function formAlias(relation: Relation, scope: FormScope): FormFields {
  const alias = scope.ids.get(relation) ?? relation.alias;
  return {
    alias: alias ?? null,
    columns: formNames(relation.columns, scope),
  };
}

/** `t.x` is `x` where no other `x` can be meant. */
function formColumn({ alias, parts }: Column, scope: FormScope): Form {
  const named = alias === undefined ? {} : { alias };
  const found = qualifierOf(parts, scope);
  const names = (from: number) => parts.slice(from).map(foldName);
  if (found === undefined) return { kind: "column", ...named, table: null, parts: names(0) };
  const { source, length } = found;
  const bare = found.scope === scope && isOnly(foldName(parts[length] ?? ""), scope);
  return { kind: "column", ...named, table: bare ? null : source.id, parts: names(length) };
}

/** The source that the first names of a column are, and how many they are. */
function qualifierOf(parts: readonly string[], scope: FormScope) {
  const [first = "", second = ""] = parts.map(foldName);
  const found = parts.length > 1 ? sourceAt(first, undefined, scope) : undefined;
  if (found !== undefined) return { ...found, length: 1 };
  const full = parts.length > 2 ? sourceAt(second, first, scope) : undefined;
  return full && { ...full, length: 2 };
}

function formStar(star: Star, scope: FormScope): Form {
  const { relation } = star;
  const source =
    relation === undefined ? undefined : sourceAt(foldName(relation), undefined, scope);
  const names = (parts: readonly string[]) => formNames(parts, scope);
  return {
    ...formFields(star, scope),
    relation: source?.source.id ?? relation ?? null,
    exclude: star.exclude.map(names),
    replace: star.replace.map(({ name, value }) => [
      formName(name, scope),
      normalForm(value, scope),
    ]),
    rename: star.rename.map(({ from, to }) => [names(from), formName(to, scope)]),
  };
}

function isOnly(name: string, { sources, hidden }: FormScope): boolean {
  if (hidden === undefined || hidden.has(name)) return false;
  if (sources.some(({ columns }) => columns === undefined)) return false;
  return sources.flatMap(({ columns }) => columns ?? []).filter((c) => c === name).length === 1;
}

/** The one source of an alias in the nearest scope that has it. */
function sourceAt(alias: string, schema: string | undefined, scope: FormScope) {
  for (let at: FormScope | undefined = scope; at !== undefined; at = at.outer) {
    const sources = at.sources.filter(
      (source) => source.alias === alias && (schema === undefined || source.schema === schema),
    );
    const [source] = sources;
    if (source !== undefined) return sources.length === 1 ? { source, scope: at } : undefined;
  }
  return undefined;
}

function formCall(call: Call, scope: FormScope): FormFields {
  const form = formFields(call, scope);
  if (!isLambdaFunction(call)) return form;
  return { ...form, arguments: call.arguments.map((one) => formArgument(one, scope)) };
}

/** Parameters of a lambda hide the columns of their names. */
function formArgument(argument: Expression, scope: FormScope): Form {
  if (argument.kind !== "lambda") return normalForm(argument, scope);
  const names = lambdaParameters(argument) ?? [];
  const hidden = scope.hidden && new Set([...scope.hidden, ...names.map(foldName)]);
  return formFields(argument, { ...scope, hidden });
}

import { foldName } from "../adapter/name.js";
import type { ColumnInfo } from "../adapter/dialect.js";
import { analyzeTree, type Analysis } from "../lineage/analyze-query.js";
import type { ParseTree } from "../lineage/parse-tree.js";
import { isObject, listOf, nameOf, variantOf, type Json } from "../lineage/syntax-tree.js";
import { isVolatile } from "./traits.js";

/** A query in one of two versions. */
export interface QuerySide {
  /** Its tables are quoted full names, parameters are literals, ephemeral models are CTEs. */
  readonly sql: string;
  readonly columns: readonly ColumnInfo[];
  /** Columns of every relation the query reads, by `schema.name`. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

/** Key of what an edit changed among the inputs of a column. */
export const CHANGED = "changed";
/** Key of what may be another value whenever a query is run. */
export const VOLATILE = "volatile";

/** Parses and analyses queries of one dialect. */
export interface QueryReader {
  readonly dialect: string;
  readonly parse: ParseTree;
}

/** What a query reads, with the nodes an edit changed and those that change by themselves among the inputs. */
export function analyzeSide(
  side: QuerySide,
  { tree, changed = [] }: { readonly tree: Json | undefined; readonly changed?: readonly Json[] },
  dialect: string,
): Analysis | string {
  // Which functions aggregate, make rows or have no fixed value is known of this engine alone.
  if (dialect !== "duckdb") return `the functions of ${dialect} are not known`;
  const marks = new Map<Json, string>();
  if (tree !== undefined) markVolatile(tree, marks);
  for (const node of changed) marks.set(node, CHANGED);
  const columns = side.columns.map(({ name }) => name);
  return analyzeTree({ model: "", sql: side.sql, columns, parents: side.parents }, tree, marks);
}

const cuts = ["limit", "offset", "distinct_on"];

/** Marks functions without a fixed value, and rows picked without an order. */
function markVolatile(value: Json, marks: Map<Json, string>): void {
  if (Array.isArray(value)) {
    for (const entry of value as readonly Json[]) markVolatile(entry, marks);
    return;
  }
  if (!isObject(value)) return;
  if (isVolatile(value)) marks.set(value, VOLATILE);
  if (!value["order_by"])
    for (const field of cuts) if (value[field]) marks.set(value[field], VOLATILE);
  for (const entry of Object.values(value)) if (entry !== undefined) markVolatile(entry, marks);
}

/** Folded names by which relations are called, and by which columns are, anywhere in a tree. */
export interface TreeNames {
  readonly relations: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
}

/** Collects the names in a tree. */
export function namesIn(tree: Json | undefined): TreeNames {
  const names = { relations: new Set<string>(), columns: new Set<string>() };
  collectNames(tree, names);
  return names;
}

interface Names {
  readonly relations: Set<string>;
  readonly columns: Set<string>;
}

function collectNames(value: Json | undefined, into: Names): void {
  if (Array.isArray(value)) {
    for (const entry of value as readonly Json[]) collectNames(entry, into);
    return;
  }
  if (!isObject(value)) return;
  const { kind, body = {} } = variantOf(value) ?? {};
  const add = (set: Set<string>, name: Json | undefined) => {
    if (isObject(name)) set.add(nameOf(name) ?? "");
  };
  if (kind === "table") add(into.relations, body["name"]);
  if (kind === "table" || kind === "subquery") add(into.relations, body["alias"]);
  if (kind === "column") add(into.columns, body["name"]);
  // An alias may be that of a column or, in a `from`, of a relation.
  if (kind === "alias")
    add(isQueryNode(body["this"]) ? into.relations : into.columns, body["alias"]);
  if (kind === "dot") add(into.columns, body["field"]);
  for (const cte of isObject(value["with"]) ? listOf(value["with"], "ctes") : [])
    if (isObject(cte)) add(into.relations, cte["alias"]);
  for (const field of ["column_aliases", "columns", "rename"]) addAll(value[field], into.columns);
  for (const entry of Object.values(value)) collectNames(entry, into);
}

function isQueryNode(node: Json | undefined): boolean {
  const { kind = "", body = {} } = variantOf(node) ?? {};
  if (kind === "paren") return isQueryNode(body["this"]);
  return ["union", "intersect", "except"].includes(kind);
}

function addAll(value: Json | undefined, into: Set<string>): void {
  if (Array.isArray(value)) for (const entry of value as readonly Json[]) addAll(entry, into);
  else if (isObject(value) && typeof value["name"] === "string") into.add(foldName(value["name"]));
}

/** True where the order of columns inside of a query may matter to more than the order of its own. */
export function countsPositions(tree: Json | undefined): boolean {
  const { relations, columns } = namesIn(tree);
  // A relation's name in place of a column is a whole row, with its fields in order.
  return [...relations].some((name) => columns.has(name)) || hasPositions(tree);
}

function hasPositions(value: Json | undefined): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(hasPositions);
  if (!isObject(value)) return false;
  const { kind = "", body = {} } = variantOf(value) ?? {};
  if (["union", "intersect", "except"].includes(kind) && body["by_name"] !== true) return true;
  if (kind === "in" && body["query"]) return true;
  if (["column_aliases", "columns", "distinct_on"].some((field) => notEmpty(value[field])))
    return true;
  const ordered = [value["order_by"], value["group_by"]].filter(isObject);
  if (ordered.some((clause) => listOf(clause, "expressions").some(isPosition))) return true;
  return Object.values(value).some(hasPositions);
}

function notEmpty(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isPosition(item: Json): boolean {
  const of = isObject(item) && "this" in item ? item["this"] : item;
  const { kind, body = {} } = variantOf(of) ?? {};
  if (kind === "column") return nameOf(body["name"]) === "all";
  return kind !== undefined && JSON.stringify(of).includes('"literal"');
}

import {
  isObject,
  listOf,
  nameOf,
  objectOf,
  variantOf,
  type Json,
  type JsonObject,
  type Variant,
} from "../lineage/syntax-tree.js";

/** What is the same for a whole query. */
export interface FormContext {
  /** Columns of the parents by folded full name. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** Names that some column has too: they stay, since they could mean either. */
  readonly keep: ReadonlySet<string>;
  /** The text has operators whose precedence the parser does not know. */
  readonly foreignOperators: boolean;
}

/** A relation in a `from`, known by an alias or its own name. */
export interface FormSource {
  readonly alias: string;
  /** What stands for the alias in the form. */
  readonly id: string;
  /** Folded names of its columns, where all are known. */
  readonly columns: readonly string[] | undefined;
}

/** A CTE that can be seen. */
interface FormCte {
  readonly id: string;
  readonly columns: readonly string[] | undefined;
}

/** What the names at some place of a query can mean. */
export interface FormScope {
  readonly context: FormContext;
  readonly outer: FormScope | undefined;
  readonly ctes: ReadonlyMap<string, FormCte>;
  readonly sources: readonly FormSource[];
  /** The form's name of a table or subquery in this scope's `from`, by its body. */
  readonly ids: ReadonlyMap<JsonObject, string>;
  /** Unqualified names that may mean something else than a column of a source; undefined: any may. */
  readonly hidden: ReadonlySet<string> | undefined;
  /** A join shows columns of two sources as one. */
  readonly merged: boolean;
  readonly depth: number;
}

/** The scope around a whole query. */
export function rootScope(context: FormContext): FormScope {
  const nothing = { sources: [], ids: new Map(), hidden: undefined, merged: false };
  return { context, outer: undefined, ctes: new Map(), ...nothing, depth: 0 };
}

/** A CTE of a `with`, with what its own query can see. */
export interface OpenCte {
  readonly cte: JsonObject;
  readonly scope: FormScope;
}

/** The scope behind a query's `with`, and its CTEs in order. */
export function openWith(
  body: JsonObject,
  scope: FormScope,
): { readonly scope: FormScope; readonly ctes: readonly OpenCte[] } {
  const clause = objectOf(body, "with");
  if (clause === undefined) return { scope, ctes: [] };
  const recursive = clause["recursive"] === true;
  const opened: OpenCte[] = [];
  let inner = scope;
  for (const [i, cte] of listOf(clause, "ctes").filter(isObject).entries()) {
    const name = nameOf(cte["alias"]) ?? "";
    const id = scope.context.keep.has(name) ? name : `cte ${scope.depth}.${i}`;
    const named = listOf(cte, "columns").map((column) => nameOf(column) ?? "");
    const before = inner;
    const columns =
      named.length > 0 ? named : recursive ? undefined : outputNames(cte["this"], before);
    const ctes = new Map(before.ctes).set(name, { id, columns });
    inner = { ...before, ctes, depth: scope.depth + 1 };
    opened.push({ cte, scope: { ...(recursive ? inner : before), depth: scope.depth + 1 } });
  }
  return { scope: inner, ctes: opened };
}

/** The scope of a `select`: its sources, behind its CTEs. */
export function openSelect(body: JsonObject, around: FormScope): FormScope {
  const { scope } = openWith(body, around);
  const sources: FormSource[] = [];
  const ids = new Map<JsonObject, string>();
  const add = (item: Json | undefined): void => {
    const { kind = "", body: at = {} } = variantOf(item) ?? {};
    if (kind === "paren") add(at["this"]);
    else if (kind === "joined_table") {
      add(at["left"]);
      for (const join of joinsOf(at)) add(join["this"]);
    } else if (kind === "table" || kind === "subquery") {
      const source = sourceOf(kind, at, { scope, index: sources.length });
      sources.push(source);
      ids.set(at, source.id);
    } else if (kind === "alias" && isQuery(at["this"])) {
      const source = sourceOf("subquery", at, { scope, index: sources.length });
      sources.push(source);
      ids.set(at, source.id);
    } else {
      // A table function: its alias may name its column, so it stays; its columns are not known.
      const alias = nameOf(at["alias"]) ?? "";
      sources.push({ alias, id: alias, columns: undefined });
    }
  };
  const joins = joinsOf(body);
  for (const item of listOf(objectOf(body, "from") ?? {}, "expressions")) add(item);
  for (const join of joins) add(join["this"]);
  const merged = [body, ...joinedTables(body)].some((node) => joinsOf(node).some(isMerging));
  const hidden = merged ? undefined : hiddenNames(body);
  return { ...scope, outer: around, sources, ids, hidden, merged, depth: scope.depth + 1 };
}

function joinsOf(body: JsonObject): readonly JsonObject[] {
  return listOf(body, "joins").filter(isObject);
}

/** Joins in parentheses. */
function joinedTables(body: JsonObject): readonly JsonObject[] {
  const from = objectOf(body, "from") ?? {};
  const items = [...listOf(from, "expressions"), ...joinsOf(body).map((join) => join["this"])];
  return items.flatMap((item) => {
    const { kind, body: inner = {} } = variantOf(item) ?? {};
    return kind === "joined_table" ? [inner] : [];
  });
}

/** Columns of `using` belong to both sides. */
function isMerging(join: JsonObject): boolean {
  const kind = join["kind"];
  return (
    listOf(join, "using").length > 0 || (typeof kind === "string" && kind.startsWith("Natural"))
  );
}

function sourceOf(
  kind: "table" | "subquery",
  body: JsonObject,
  { scope, index }: { readonly scope: FormScope; readonly index: number },
): FormSource {
  const named = kind === "table" ? nameOf(body["name"]) : "";
  const alias = nameOf(body["alias"]) ?? named ?? "";
  const id = scope.context.keep.has(alias) ? alias : `source ${scope.depth}.${index}`;
  if (listOf(body, "column_aliases").length > 0) return { alias, id, columns: undefined };
  if (kind === "subquery") return { alias, id, columns: outputNames(body["this"], scope) };
  const schema = nameOf(body["schema"]);
  const columns =
    schema === undefined
      ? scope.ctes.get(alias === "" ? "" : (named ?? ""))?.columns
      : scope.context.parents.get(`${schema}.${named ?? ""}`);
  return { alias, id, columns };
}

/** Names that the select list gives to something else than a column of that name. */
function hiddenNames(body: JsonObject): ReadonlySet<string> | undefined {
  const hidden = new Set<string>();
  for (const item of listOf(body, "expressions")) {
    const { kind, body: at = {} } = variantOf(item) ?? {};
    if (kind === "star" && (listOf(at, "replace").length > 0 || listOf(at, "rename").length > 0))
      return undefined;
    if (kind !== "alias") continue;
    const name = nameOf(at["alias"]) ?? "";
    const inner = withoutParens(at["this"]);
    if (inner?.kind !== "column" || nameOf(inner.body["name"]) !== name) hidden.add(name);
  }
  return hidden;
}

/** Folded names of a query's columns, where all are certain. */
function outputNames(node: Json | undefined, scope: FormScope): readonly string[] | undefined {
  const { kind = "", body = {} } = variantOf(node) ?? {};
  if (kind === "subquery" || kind === "paren") return outputNames(body["this"], scope);
  if (isSetOperation(kind) && body["by_name"] !== true)
    return outputNames(body["left"], openWith(body, scope).scope);
  if (kind !== "select") return undefined;
  const inner = openSelect(body, scope);
  const names: string[] = [];
  for (const item of listOf(body, "expressions")) {
    const found = itemNames(item, inner);
    if (found === undefined) return undefined;
    names.push(...found);
  }
  return names;
}

function itemNames(item: Json, scope: FormScope): readonly string[] | undefined {
  const { kind, body = {} } = variantOf(item) ?? {};
  if (kind === "alias") return [nameOf(body["alias"]) ?? ""];
  if (kind === "column") return [nameOf(body["name"]) ?? ""];
  if (kind === "paren") return itemNames(body["this"] ?? null, scope);
  return kind === "star" ? starNames(body, scope) : undefined;
}

/** Names of the columns of a plain `*` or `t.*`. */
function starNames(star: JsonObject, scope: FormScope): readonly string[] | undefined {
  if (["except", "replace", "rename"].some((field) => listOf(star, field).length > 0))
    return undefined;
  return starSources(star, scope)?.flatMap(({ columns }) => columns ?? []);
}

/** The sources whose columns a star shows, where all columns are known. */
export function starSources(star: JsonObject, scope: FormScope): readonly FormSource[] | undefined {
  if (scope.merged) return undefined;
  const table = nameOf(star["table"]);
  const shown = scope.sources.filter(({ alias }) => table === undefined || alias === table);
  const known = shown.length > 0 && shown.every(({ columns }) => columns !== undefined);
  return known && (table === undefined || shown.length === 1) ? shown : undefined;
}

function isSetOperation(kind: string): boolean {
  return kind === "union" || kind === "intersect" || kind === "except";
}

/** True for a query, in parentheses or not. */
function isQuery(node: Json | undefined): boolean {
  const { kind = "", body = {} } = variantOf(node) ?? {};
  return kind === "paren" ? isQuery(body["this"]) : kind === "subquery" || isSetOperation(kind);
}

function withoutParens(node: Json | undefined): Variant | undefined {
  const variant = variantOf(node);
  return variant?.kind === "paren" ? withoutParens(variant.body["this"]) : variant;
}

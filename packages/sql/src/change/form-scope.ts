import type { FunctionCatalogue } from "../text/function-catalogue.js";
import { foldName } from "../text/name.js";
import type {
  Cte,
  Derived,
  Expression,
  Join,
  Query,
  Relation,
  Select,
  Star,
  Table,
} from "../tree/nodes.js";

/** What is the same for a whole query. */
export interface FormContext {
  readonly functions: FunctionCatalogue;
  /** Columns of the parents by folded full name. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** Names that some column has too: they stay, since they could mean either. */
  readonly keep: ReadonlySet<string>;
  /** Names of columns become values somewhere: those that name a column stay as they are written. */
  readonly verbatim: boolean;
}

/** A relation in a `from`, known by an alias or its own name. */
export interface FormSource {
  readonly alias: string;
  readonly schema: string | undefined;
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
  /** The form's name of a table or subquery in this scope's `from`. */
  readonly ids: ReadonlyMap<Relation, string>;
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

/** Form's name of a CTE or a source: its number, or its own name where that must stay. */
function idOf(name: string, number: string, { context }: FormScope): string {
  const folded = foldName(name);
  if (!context.keep.has(folded)) return number;
  return context.verbatim ? name : folded;
}

/** A CTE of a `with`, with what its own query can see. */
export interface OpenCte {
  readonly cte: Cte;
  readonly id: string;
  readonly scope: FormScope;
}

/** The scope behind a query's CTEs, and the CTEs in order. */
export function openWith(
  { ctes: list }: Query,
  scope: FormScope,
): { readonly scope: FormScope; readonly ctes: readonly OpenCte[] } {
  const opened: OpenCte[] = [];
  let inner = scope;
  for (const [i, cte] of list.entries()) {
    const name = foldName(cte.name);
    const id = idOf(cte.name, `cte ${scope.depth}.${i}`, scope);
    const recursive = cte.query.kind === "recursion";
    const before = inner;
    const named = cte.columns.length > 0 ? cte.columns.map(foldName) : undefined;
    const columns = named ?? (recursive ? undefined : outputNames(cte.query, before));
    const ctes = new Map(before.ctes).set(name, { id, columns });
    inner = { ...before, ctes, depth: scope.depth + 1 };
    opened.push({ cte, id, scope: { ...(recursive ? inner : before), depth: scope.depth + 1 } });
  }
  return { scope: inner, ctes: opened };
}

/** The scope of a `select`: its sources, behind its CTEs. */
export function openSelect(select: Select, around: FormScope): FormScope {
  const { scope } = openWith(select, around);
  const sources: FormSource[] = [];
  const ids = new Map<Relation, string>();
  for (const relation of sourcesOf(select.from)) {
    const source = sourceOf(relation, { scope, index: sources.length });
    sources.push(source);
    if (relation.kind === "table" || relation.kind === "derived") ids.set(relation, source.id);
  }
  const merged = joinsOf(select.from).some(
    ({ match, using }) => match === "natural" || using.length > 0,
  );
  const hidden = merged ? undefined : hiddenNames(select);
  return { ...scope, outer: around, sources, ids, hidden, merged, depth: scope.depth + 1 };
}

/**
 * The scope of a `select`'s items and of its `where`: an unqualified name is a column of a source that has one, whatever
 * the select list calls something else. Only clauses behind them, such as `order by`, take such a name for the item.
 */
export function columnsFirst(scope: FormScope): FormScope {
  return scope.merged ? scope : { ...scope, hidden: new Set() };
}

/** The relations of a `from` in order, without the joins between. */
function sourcesOf(relation: Relation | undefined): readonly Exclude<Relation, Join>[] {
  if (relation === undefined) return [];
  if (relation.kind !== "join") return [relation];
  return [...sourcesOf(relation.left), ...sourcesOf(relation.right)];
}

function joinsOf(relation: Relation | undefined): readonly Join[] {
  if (relation?.kind !== "join") return [];
  return [relation, ...joinsOf(relation.left), ...joinsOf(relation.right)];
}

interface SourcePlace {
  readonly scope: FormScope;
  readonly index: number;
}

function sourceOf(relation: Exclude<Relation, Join>, place: SourcePlace): FormSource {
  const { scope, index } = place;
  if (relation.kind === "table" || relation.kind === "derived") {
    const written = relation.alias ?? (relation.kind === "table" ? relation.name : "");
    const schema = relation.kind === "table" ? relation.schema : undefined;
    return {
      alias: foldName(written),
      schema: schema === undefined ? undefined : foldName(schema),
      id: idOf(written, `source ${scope.depth}.${index}`, scope),
      columns: columnsOfSource(relation, scope),
    };
  }
  // The alias of a function may name its column, so it stays; its columns are not known.
  const alias = relation.alias ?? (relation.kind === "table function" ? relation.call.name : "");
  return { alias: foldName(alias), schema: undefined, id: alias, columns: undefined };
}

function columnsOfSource(
  relation: Table | Derived,
  scope: FormScope,
): readonly string[] | undefined {
  if (relation.columns.length > 0) return undefined;
  if (relation.kind === "derived") return outputNames(relation.query, scope);
  const name = foldName(relation.name);
  if (relation.schema === undefined) return scope.ctes.get(name)?.columns;
  return scope.context.parents.get(foldName(`${relation.schema}.${relation.name}`));
}

/** Names that the select list gives to something else than a column of that name; undefined where they are not known. */
function hiddenNames({ items }: Select): ReadonlySet<string> | undefined {
  const hidden = new Set<string>();
  for (const item of items) {
    if (item.kind === "star") {
      // `columns(...)` may make its names of those that it chooses.
      if (item.columns && item.alias !== undefined) return undefined;
      for (const { name } of item.replace) hidden.add(foldName(name));
      for (const { to } of item.rename) hidden.add(foldName(to));
    } else if (hasStar(item)) return undefined;
    if (item.alias === undefined) continue;
    const name = foldName(item.alias);
    if (item.kind !== "column" || foldName(item.parts.at(-1) ?? "") !== name) hidden.add(name);
  }
  return hidden;
}

/** Folded names of a query's columns, where all are certain. */
function outputNames(query: Query, scope: FormScope): readonly string[] | undefined {
  if (query.kind === "recursion") return undefined;
  if (query.kind === "set operation")
    return query.byName ? undefined : outputNames(query.left, openWith(query, scope).scope);
  const inner = openSelect(query, scope);
  const names: string[] = [];
  for (const item of query.items) {
    const found = itemNames(item, inner);
    if (found === undefined) return undefined;
    names.push(...found);
  }
  return names;
}

function itemNames(item: Expression, scope: FormScope): readonly string[] | undefined {
  if (item.kind === "star") return starNames(item, scope);
  if (mayBeSeveral(item)) return undefined;
  if (item.alias !== undefined) return [foldName(item.alias)];
  return item.kind === "column" ? [foldName(item.parts.at(-1) ?? "")] : undefined;
}

/** True for `unnest`, which makes a column of each field of a struct, and for a repeated expression. */
export function mayBeSeveral(item: Expression): boolean {
  return (item.kind === "call" && item.name === "unnest") || hasStar(item);
}

/** True for an expression with a star in it, not counting those of queries inside. */
function hasStar(part: unknown): boolean {
  if (typeof part !== "object" || part === null) return false;
  if ("kind" in part && part.kind === "subquery") return false;
  if ("kind" in part && part.kind === "star") return true;
  return Object.values(part).some(hasStar);
}

/** Names of the columns of a plain `*` or `t.*`. */
function starNames(star: Star, scope: FormScope): readonly string[] | undefined {
  if (star.exclude.length + star.replace.length + star.rename.length > 0) return undefined;
  return starSources(star, scope)?.flatMap(({ columns }) => columns ?? []);
}

/** The sources whose columns a star shows, where all columns are known. */
export function starSources(star: Star, scope: FormScope): readonly FormSource[] | undefined {
  if (scope.merged || star.columns) return undefined;
  const table = star.relation === undefined ? undefined : foldName(star.relation);
  const shown = scope.sources.filter(({ alias }) => table === undefined || alias === table);
  const known = shown.length > 0 && shown.every(({ columns }) => columns !== undefined);
  return known && (table === undefined || shown.length === 1) ? shown : undefined;
}

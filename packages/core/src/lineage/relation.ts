/** Columns of parents, each as one text: see `inputKey`. */
export type Inputs = ReadonlySet<string>;

/** A column of a relation inside a query. */
export interface RelationColumn {
  /** Folded; undefined where the engine makes up a name. */
  readonly name: string | undefined;
  readonly inputs: Inputs;
}

/** What stands in a `from`: a parent, a CTE, a subquery, a function. */
export interface Relation {
  readonly columns: readonly RelationColumn[];
  /** There may be more columns, all made from these inputs: a table function, an unnested struct. */
  readonly others?: Inputs | undefined;
}

/** A relation with the names it is known by. */
export interface Source {
  readonly alias: string | undefined;
  readonly schema?: string | undefined;
  readonly relation: Relation;
}

/** The sources whose columns an expression may name, and what surrounds them. */
export interface Scope {
  readonly sources: Source[];
  /** Names given in the select list. */
  readonly aliases: Map<string, Inputs>;
  readonly windows: Map<string, Inputs>;
  /** Parameters of a lambda. */
  readonly parameters: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

/** No column at all. */
export const nothing: Inputs = new Set();

/** A column of a parent as one text. */
export function inputKey(parent: string, column: string): string {
  return JSON.stringify([parent, column]);
}

/** The parent and column of an `inputKey`. */
export function parseInputKey(key: string): { readonly model: string; readonly column: string } {
  const [model, column] = JSON.parse(key) as readonly [string, string];
  return { model, column };
}

/** All inputs together. */
export function unite(...inputs: readonly Inputs[]): Inputs {
  const united = new Set<string>();
  for (const set of inputs) for (const key of set) united.add(key);
  return united;
}

/** Everything a relation is made from. */
export function allInputs(relation: Relation): Inputs {
  return unite(...relation.columns.map(({ inputs }) => inputs), relation.others ?? nothing);
}

/** A scope inside another. */
export function createScope(
  outer: Scope | undefined,
  parameters: ReadonlySet<string> = new Set(),
): Scope {
  return { sources: [], aliases: new Map(), windows: new Map(), parameters, outer };
}

/** A relation with its first columns renamed, as by `t(a, b)`. */
export function renameColumns(relation: Relation, names: readonly string[]): Relation {
  if (names.length === 0) return relation;
  const columns = relation.columns.map((column, i) => ({
    ...column,
    name: names[i] ?? column.name,
  }));
  const added = names.slice(relation.columns.length);
  const { others } = relation;
  return {
    ...relation,
    columns: [...columns, ...added.map((name) => ({ name, inputs: others ?? nothing }))],
  };
}

/** Columns of parents, each as one text: see `inputKey`. */
export type Inputs = ReadonlySet<string>;

/** A column of a relation inside a query, or a place where any number of columns may be. */
export interface RelationColumn {
  /** Folded; undefined where the engine makes up a name. */
  readonly name: string | undefined;
  readonly inputs: Inputs;
  /** Any number of columns, all made from these inputs: fields of an unnested struct, those that `columns(...)` chooses. */
  readonly many?: boolean | undefined;
  /** With `many`: each of the columns is one of these, under its name. */
  readonly among?: readonly RelationColumn[] | undefined;
}

/** What stands in a `from`: a parent, a CTE, a subquery, a function. */
export interface Relation {
  readonly columns: readonly RelationColumn[];
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
  /** Parameters of a lambda. */
  readonly parameters: ReadonlySet<string>;
  readonly outer: Scope | undefined;
  /** Set while the query is in a `from`, whose other items are the scope around: true once one of them was read. */
  lateral?: boolean | undefined;
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

/** Inputs of columns together. */
export function inputsOf(columns: readonly RelationColumn[]): Inputs {
  return unite(...columns.map(({ inputs }) => inputs));
}

/** Everything a relation is made from. */
export function allInputs({ columns }: Relation): Inputs {
  return inputsOf(columns);
}

/** True where the number and the names of a relation's columns are known. */
export function isComplete(columns: readonly RelationColumn[]): boolean {
  return columns.every(({ many }) => many !== true);
}

/** A scope inside another. */
export function createScope(
  outer: Scope | undefined,
  parameters: ReadonlySet<string> = new Set(),
): Scope {
  return { sources: [], aliases: new Map(), parameters, outer };
}

/** A relation with its first columns renamed, as by `t(a, b)`. */
export function renameColumns(relation: Relation, names: readonly string[]): Relation {
  if (names.length === 0) return relation;
  const { columns } = relation;
  const first = columns.findIndex(({ many }) => many === true);
  const known = first < 0 ? columns : columns.slice(0, first);
  const renamed = known.map((column, i) => ({ ...column, name: names[i] ?? column.name }));
  if (first < 0) return { columns: renamed };
  // From here on a name may be that of any column.
  const inputs = inputsOf(columns.slice(first));
  const added = names.slice(first).map((name) => ({ name, inputs }));
  const rest =
    names.length > first ? [{ name: undefined, inputs, many: true }] : columns.slice(first);
  return { columns: [...renamed, ...added, ...rest] };
}

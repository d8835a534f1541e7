import { foldName } from "../adapter/name.js";
import { note, type Environment } from "./environment.js";
import { readExpression } from "./read-expression.js";
import {
  allInputs,
  renameColumns,
  unite,
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
  nameOf,
  objectOf,
  variantOf,
  type Json,
  type JsonObject,
} from "./syntax-tree.js";
import { unclear } from "./unclear.js";

/** What `select *` shows of a `from`; undefined in place of a list where that is not known. */
export interface Visible {
  readonly columns: readonly RelationColumn[];
  readonly complete: boolean;
}

/** Adds the sources of a `from` with its joins to the scope. */
export function readFrom(select: JsonObject, env: Environment, scope: Scope): Visible {
  const from = objectOf(select, "from");
  let visible: Visible = { columns: [], complete: true };
  for (const item of from === undefined ? [] : listOf(from, "expressions")) {
    visible = beside(visible, readItem(item, env, scope));
  }
  return readJoins(visible, listOf(select, "joins"), { env, scope });
}

function beside(left: Visible, right: Visible): Visible {
  return {
    columns: [...left.columns, ...right.columns],
    complete: left.complete && right.complete,
  };
}

function readItem(item: Json | undefined, env: Environment, scope: Scope): Visible {
  const { kind, body } = expectVariant(item);
  switch (kind) {
    case "table":
      return addTable(body, env, scope);
    case "subquery":
      return addSubquery(body, env, scope);
    case "alias":
      return addAliased(body, env, scope);
    case "joined_table":
      expectOnly(body, new Set(["left", "joins"]));
      return readJoins(readItem(body["left"], env, scope), listOf(body, "joins"), { env, scope });
    case "paren":
      expectOnly(body, new Set(["this"]));
      return readItem(body["this"], env, scope);
    case "function":
    case "unnest":
      return addFunction(item, { aliases: undefined, columns: [] }, { env, scope });
    default:
      return unclear(`${kind} in from is not understood`);
  }
}

const tableFields = new Set(["name", "schema", "alias", "alias_explicit_as", "column_aliases"]);

function addTable(body: JsonObject, env: Environment, scope: Scope): Visible {
  expectOnly(body, tableFields);
  const name = expectName(body["name"]);
  const schema = nameOf(body["schema"]);
  const found = schema === undefined ? env.ctes.get(name) : env.parents.get(`${schema}.${name}`);
  const relation = renameColumns(
    found ?? unclear(`${name} is no parent`),
    listOf(body, "column_aliases").map(expectName),
  );
  scope.sources.push({ alias: nameOf(body["alias"]) ?? name, schema, relation });
  return visibleOf(relation);
}

function visibleOf(relation: Relation): Visible {
  const complete = relation.others === undefined;
  return { columns: relation.columns, complete };
}

function addSubquery(body: JsonObject, env: Environment, scope: Scope): Visible {
  const {
    alias,
    column_aliases: columns,
    alias_explicit_as: _,
    alias_keyword: __,
    ...query
  } = body;
  const inner = { subquery: { ...query, lateral: null } };
  const names = Array.isArray(columns) ? (columns as readonly Json[]).map(expectName) : [];
  const relation = renameColumns(env.query(inner, env, scope), names);
  scope.sources.push({ alias: nameOf(alias), relation });
  return visibleOf(relation);
}

function addAliased(body: JsonObject, env: Environment, scope: Scope): Visible {
  expectOnly(
    body,
    new Set(["this", "alias", "column_aliases", "alias_explicit_as", "alias_keyword"]),
  );
  const columns = listOf(body, "column_aliases").map(expectName);
  return addFunction(body["this"], { aliases: nameOf(body["alias"]), columns }, { env, scope });
}

/** Functions that make rows from their arguments alone. */
const tableFunctions = new Set([
  "unnest", "range", "generate_series", "generate_subscripts", "json_each", "json_tree", "repeat_row",
]); // prettier-ignore

interface Named {
  readonly aliases: string | undefined;
  readonly columns: readonly string[];
}

interface Place {
  readonly env: Environment;
  readonly scope: Scope;
}

function addFunction(item: Json | undefined, named: Named, { env, scope }: Place): Visible {
  const { kind, body } = expectVariant(item);
  const written = kind === "function" ? body["name"] : kind;
  const name = typeof written === "string" ? foldName(written) : "";
  if (!tableFunctions.has(name)) unclear(`table function ${name} is not understood`);
  const inputs = readExpression(item, { env, scope, clause: "other" });
  note(env.rows, inputs);
  const relation = renameColumns({ columns: [], others: inputs }, named.columns);
  scope.sources.push({ alias: named.aliases ?? name, relation });
  return visibleOf(relation);
}

const joinFields = new Set([
  "this", "on", "using", "kind", "use_inner_keyword", "use_outer_keyword", "nesting_group",
]); // prettier-ignore

const plainJoins = new Set(["Inner", "Left", "Right", "Full", "Outer", "Cross", "AsOf", "AsOfLeft", "Positional", "Implicit"]); // prettier-ignore
const naturalJoins = new Set(["Natural", "NaturalLeft", "NaturalRight", "NaturalFull"]);
const filteringJoins = new Set(["Semi", "Anti", "LeftSemi", "LeftAnti"]);

function readJoins(first: Visible, joins: readonly Json[], place: Place): Visible {
  return joins.reduce<Visible>((left, join) => readJoin(left, join, place), first);
}

function readJoin(left: Visible, join: Json, { env, scope }: Place): Visible {
  if (!isObject(join)) return unclear("a join is not understood");
  expectOnly(join, joinFields);
  const kind = typeof join["kind"] === "string" ? join["kind"] : "";
  const known = plainJoins.has(kind) || naturalJoins.has(kind) || filteringJoins.has(kind);
  if (!known) unclear(`join ${kind} is not understood`);
  const before = scope.sources.length;
  const right = readItem(join["this"], env, scope);
  const shared = naturalJoins.has(kind)
    ? commonNames(left, right)
    : listOf(join, "using").map(expectName);
  note(env.rows, readExpression(join["on"], { env, scope, clause: "other" }));
  for (const name of shared) note(env.rows, sharedInputs(name, left, right));
  if (!filteringJoins.has(kind)) return merge(left, right, shared);
  scope.sources.splice(before);
  return left;
}

function commonNames(left: Visible, right: Visible): readonly string[] {
  if (!left.complete || !right.complete) return unclear("a natural join of unknown columns");
  const names = new Set(right.columns.map(({ name }) => name));
  return left.columns
    .map(({ name }) => name)
    .filter((n) => n !== undefined && names.has(n)) as string[];
}

function sharedInputs(name: string, ...sides: readonly Visible[]): ReadonlySet<string> {
  return unite(
    ...sides.map(({ columns, complete }) => {
      const found = columns.filter((column) => column.name === name).map(({ inputs }) => inputs);
      return found.length > 0 || !complete
        ? unite(...found)
        : unclear(`${name} of using is not known`);
    }),
  );
}

/** Columns of `using` show once, at their place on the left. */
function merge(left: Visible, right: Visible, shared: readonly string[]): Visible {
  const isShared = ({ name }: RelationColumn) => name !== undefined && shared.includes(name);
  const columns = left.columns.map((column) =>
    isShared(column) ? { ...column, inputs: sharedInputs(column.name ?? "", left, right) } : column,
  );
  return beside(
    { columns, complete: left.complete },
    { columns: right.columns.filter((column) => !isShared(column)), complete: right.complete },
  );
}

/** Rows of a `values` list: a column may come from any of the expressions. */
export function readValues(body: JsonObject, env: Environment, scope: Scope): Relation {
  expectOnly(body, new Set(["expressions", "alias", "column_aliases"]));
  const rows = listOf(body, "expressions");
  const inputs = readExpression(rows, { env, scope, clause: "other" });
  const [row] = rows;
  const width = isObject(row) ? listOf(variantOf(row)?.body ?? row, "expressions").length : 0;
  const names = listOf(body, "column_aliases").map(expectName);
  const columns = Array.from({ length: width }, (_, i) => ({ name: `col${i}`, inputs }));
  note(env.rows, allInputs({ columns }));
  return renameColumns({ columns }, names);
}

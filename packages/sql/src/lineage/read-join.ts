import { foldName } from "../text/name.js";
import type { Join, Relation as Tree } from "../tree/nodes.js";
import { findColumn } from "./find-column.js";
import { note, type Environment } from "./environment.js";
import { readExpression } from "./read-expression.js";
import { isComplete, unite, type Inputs, type RelationColumn, type Scope } from "./relation.js";
import { uncertain } from "./uncertain.js";

interface Place {
  readonly env: Environment;
  readonly scope: Scope;
}

type Columns = readonly RelationColumn[];

/** The columns of a join, whose sides are added to the scope. */
export function readJoin(
  join: Join,
  place: Place,
  read: (tree: Tree, place: Place) => Columns,
): Columns {
  const { env, scope } = place;
  const left = read(join.left, place);
  const before = scope.sources.length;
  const right = read(join.right, place);
  const shared = join.match === "natural" ? commonNames(left, right) : join.using.map(foldName);
  if (join.on !== undefined)
    note(env.rows, readExpression(join.on, { env, scope, clause: "other" }));
  for (const name of shared) note(env.rows, sharedInputs(name, left, right));
  const columns = join.columns.length > 0 ? uncertain("a join with names is not understood") : left;
  if (join.type !== "semi" && join.type !== "anti") return merge(columns, right, shared);
  scope.sources.splice(before);
  return left;
}

function commonNames(left: Columns, right: Columns): readonly string[] {
  if (!isComplete(left) || !isComplete(right))
    return uncertain("a natural join of unknown columns");
  const names = new Set(right.map(({ name }) => name));
  return left.flatMap(({ name }) => (name !== undefined && names.has(name) ? [name] : []));
}

function sharedInputs(name: string, ...sides: readonly Columns[]): Inputs {
  return unite(
    ...sides.map(
      (columns) => findColumn(columns, name)?.inputs ?? uncertain(`${name} of using is not known`),
    ),
  );
}

/** Columns of `using` show once, at their place on the left. */
function merge(left: Columns, right: Columns, shared: readonly string[]): Columns {
  const isShared = ({ name, many }: RelationColumn) =>
    many !== true && name !== undefined && shared.includes(name);
  const columns = left.map((column) =>
    isShared(column) ? { ...column, inputs: sharedInputs(column.name ?? "", left, right) } : column,
  );
  return [...columns, ...right.filter((column) => !isShared(column))];
}

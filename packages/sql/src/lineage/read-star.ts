import { foldName } from "../text/name.js";
import type { Star } from "../tree/nodes.js";
import { note } from "./environment.js";
import { readExpression, type ExpressionPlace } from "./read-expression.js";
import { isComplete, unite, type Inputs, type RelationColumn } from "./relation.js";
import { uncertain } from "./uncertain.js";

/** The columns of `*`, `t.*`, with `exclude`, `replace` and `rename`. */
export function readStar(
  star: Star,
  visible: readonly RelationColumn[],
  place: ExpressionPlace,
): readonly RelationColumn[] {
  const all = star.relation === undefined ? visible : columnsOf(foldName(star.relation), place);
  const excluded = new Set(star.exclude.map((parts) => lastOf(parts)));
  const replaced = new Map(
    star.replace.map(({ name, value }) => {
      const inputs = readExpression(value, place);
      note(place.env.named, inputs);
      return [foldName(name), inputs] as const;
    }),
  );
  const renamed = new Map(star.rename.map(({ from, to }) => [lastOf(from), foldName(to)] as const));
  expectNames(all, [...excluded, ...replaced.keys(), ...renamed.keys()]);
  const columns = all
    .filter(({ name, many }) => many === true || name === undefined || !excluded.has(name))
    .map((column) => starColumn(column, replaced, renamed));
  // Both names are those of the output, which `order by` sees before the columns of the sources.
  const given = new Set([...replaced.keys(), ...renamed.values()]);
  for (const { name, inputs } of columns)
    if (name !== undefined && given.has(name)) place.scope.aliases.set(name, inputs);
  return columns;
}

function lastOf(parts: readonly string[]): string {
  return foldName(parts.at(-1) ?? "");
}

function starColumn(
  column: RelationColumn,
  replaced: ReadonlyMap<string, Inputs>,
  renamed: ReadonlyMap<string, string>,
): RelationColumn {
  if (column.many === true) {
    if (replaced.size + renamed.size === 0) return column;
    // Whichever of them is replaced or renamed.
    const inputs = unite(column.inputs, ...replaced.values());
    return { name: undefined, inputs, many: true };
  }
  const { name = "", inputs } = column;
  return { name: renamed.get(name) ?? column.name, inputs: replaced.get(name) ?? inputs };
}

function expectNames(all: readonly RelationColumn[], names: readonly string[]): void {
  if (!isComplete(all)) return;
  const known = new Set(all.map(({ name }) => name));
  for (const name of names)
    if (!known.has(name) && !known.has(undefined))
      uncertain(`${name} is not among the columns of the star`);
}

function columnsOf(table: string, { scope }: ExpressionPlace): readonly RelationColumn[] {
  const sources = scope.sources.filter(({ alias }) => alias === table);
  const [source] = sources;
  if (source === undefined || sources.length > 1) return uncertain(`${table}.* is not understood`);
  return source.relation.columns;
}

import { foldName } from "../text/name.js";
import type { Analysis } from "../lineage/analyze-query.js";
import { inputKey, parseInputKey } from "../lineage/relation.js";
import type { TreeResult } from "../tree/syntax-tree.js";
import { columnsOf, hasTwins, sameColumns } from "./column-lists.js";
import { affectedColumns } from "./compare-queries.js";
import { code } from "./describe-edit.js";
import { analyzeSide, VOLATILE, type QueryTrees, type QuerySide } from "./query-tree.js";
import { countsPositions } from "./tree-names.js";

/** What of a parent is other than before. */
export interface ParentChange {
  /** Columns that differ, came or went; `all` where the rows may be others. */
  readonly columns: readonly string[] | "all";
}

/** What changed parents do to a query that reads them. */
export interface Impact {
  /** Columns of the query whose values or type may differ, or `all` with its rows. */
  readonly changed: readonly string[] | "all";
  /** Parents of which something is read that changed. */
  readonly parents: readonly string[];
  readonly because: string;
}

/** The two versions of a query; of an unchanged one only its parents' columns can differ. */
export interface Versions {
  readonly before: QuerySide;
  readonly after: QuerySide;
}

/**
 * Which columns of a query follow from columns of its parents that changed. Undefined where it reads none of them.
 * Where its lineage is not certain it reads all of every parent.
 */
export function impactOf(
  { before, after }: Versions,
  parents: ReadonlyMap<string, ParentChange>,
  reader: QueryTrees,
): Impact | undefined {
  const whole = (names: readonly string[], because: string): Impact => ({
    changed: "all",
    parents: names,
    because,
  });
  const withRows = [...parents]
    .filter(([, { columns }]) => columns === "all")
    .map(([name]) => name);
  const [first] = withRows;
  if (first !== undefined)
    return whole([...parents.keys()], `reads ${code(first)}, whose rows may differ`);
  const sides = isSame(before, after) ? [after] : [before, after];
  const trees = sides.map(({ sql }) => reader.tree(sql));
  const analyses = sides.map((side) => analyzeSide(side, reader.tree(side.sql), reader));
  const uncertain = analyses.find((analysis) => typeof analysis === "string");
  const all = [...parents.keys()];
  if (uncertain !== undefined)
    return whole(all, `${reads(all)}, and its lineage is not certain: ${uncertain}`);
  const certain = analyses.filter((analysis) => typeof analysis !== "string");
  return readImpact({ before, after, sides, trees, analyses: certain }, parents, whole);
}

interface Read extends Versions {
  readonly sides: readonly QuerySide[];
  readonly trees: readonly TreeResult[];
  readonly analyses: readonly Analysis[];
}

function readImpact(
  { before, after, sides, trees, analyses }: Read,
  parents: ReadonlyMap<string, ParentChange>,
  whole: (names: readonly string[], because: string) => Impact,
): Impact | undefined {
  const all = [...parents.keys()];
  const moved = all.find((name) => isMoved(before.parents.get(name), after.parents.get(name)));
  if (moved !== undefined && trees.some((result) => result.ok && countsPositions(result.tree)))
    return whole([moved], `counts columns by their position, and those of ${code(moved)} moved`);
  const keys = changedKeys(parents, [before.parents, after.parents]);
  const isChanged = (key: string) => keys.has(key);
  const read = analyses.flatMap(({ columns, rows, named }) => [...columns, rows, named]);
  const found = read.flatMap((set) => [...set].filter(isChanged)).map(parseInputKey);
  if (found.length === 0 && sameColumns(before.columns, after.columns)) return undefined;
  const [first] = found;
  const because = first
    ? `reads ${code(first.column)} of ${code(first.model)}`
    : `has the columns of ${all.map(code).join(", ")}`;
  const names = first ? [...new Set(found.map(({ model }) => model))] : all;
  if (hasTwins(before.columns) || hasTwins(after.columns))
    return whole(names, `${because}, and two of its columns have one name`);
  const decides = (key: string) => isChanged(key) || key === VOLATILE;
  const decider = analyses.flatMap(({ rows }) => [...rows]).find(decides);
  if (decider !== undefined)
    return whole(
      names,
      `${because}, ${decider === VOLATILE ? "and its rows may be others at each run" : "which decides its rows"}`,
    );
  const versions = sides.map(({ columns }) => columns);
  const affected = affectedColumns(analyses, versions, decides);
  const { kept } = columnsOf(before.columns, after.columns);
  const changed = kept.filter(({ name, same }) => !same || affected.has(foldName(name)));
  return { changed: changed.map(({ name }) => name), parents: names, because };
}

function reads(names: readonly string[]): string {
  return `reads ${names.map(code).join(", ")}`;
}

function changedKeys(
  parents: ReadonlyMap<string, ParentChange>,
  versions: readonly QuerySide["parents"][],
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const [parent, { columns }] of parents) {
    const changed = new Set(columns === "all" ? [] : columns.map(foldName));
    for (const version of versions)
      for (const column of version.get(parent) ?? [])
        if (changed.has(foldName(column))) keys.add(inputKey(parent, column));
  }
  return keys;
}

function isSame(before: QuerySide, after: QuerySide): boolean {
  const text = ({ sql, columns, parents }: QuerySide) =>
    JSON.stringify([sql, columns.map(({ name, type }) => [name, type]), [...parents]]);
  return text(before) === text(after);
}

/** True where a column that both have is at another place. */
export function isMoved(before: readonly string[] = [], after: readonly string[] = []): boolean {
  const places = new Map(before.map((name, i) => [foldName(name), i]));
  return after.some((name, i) => (places.get(foldName(name)) ?? i) !== i);
}

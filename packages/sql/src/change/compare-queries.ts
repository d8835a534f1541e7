import { foldName } from "../text/name.js";
import type { ColumnInfo } from "../text/column-info.js";
import type { Lexis } from "../text/lexis.js";
import type { SqlLanguage } from "../text/sql-language.js";
import { canonicalForm } from "../text/canonical-form.js";
import type { Analysis } from "../lineage/analyze-query.js";
import { inputKey } from "../lineage/relation.js";
import type { SyntaxTree } from "../tree/syntax-tree.js";
import type { QueryReader } from "../tree/tree-reader.js";
import { columnsOf, hasTwins, sameColumns, sameNames } from "./column-lists.js";
import { code, describeItems, describePart, type Texts } from "./describe-edit.js";
import { diffQuery, type QueryDiff } from "./diff-query.js";
import { rootScope, type FormScope } from "./form-scope.js";
import { OtherRows } from "./other-rows.js";
import { analyzeSide, CHANGED, VOLATILE, type QueryTrees, type QuerySide } from "./query-tree.js";
import { differOnlyIn } from "./same-text.js";
import { tokenOutlineOf } from "./token-outline.js";
import {
  countsPositions,
  namesAreValues,
  namesIn,
  picksByColumns,
  type TreeNames,
} from "./tree-names.js";
import { readTrees } from "./trees.js";

export type { QuerySide } from "./query-tree.js";

/** What an edit of a query does to its result. */
export interface QueryChange {
  /**
   * `equivalent`: nothing, the queries are the same but for names and parentheses. `same values`: no value differs,
   * by lineage. `columns added`, `columns changed`: other columns keep their values, and the rows are the same.
   * `whole`: anything may differ.
   */
  readonly kind: "equivalent" | "same values" | "columns added" | "columns changed" | "whole";
  /** Names as the new columns have them. */
  readonly added: readonly string[];
  /** Names as the old columns have them. */
  readonly removed: readonly string[];
  /** Columns of both versions whose values or type may differ. */
  readonly changed: readonly string[];
  /** Which rows there are may differ. */
  readonly rows: boolean;
  /** The edit that decides, in one line for people. */
  readonly edit: string;
}

/**
 * What an edit of a query does to its result. What is said to stay the same is certain; where that ends, the
 * answer is `whole`.
 */
export async function compareQueries(
  before: QuerySide,
  after: QuerySide,
  { language, read }: QueryReader,
): Promise<QueryChange> {
  if (isSameText(before, after, language.lexis)) return noChange;
  const trees = await readTrees(read, [before.sql, after.sql]);
  return compareWith({ language, tree: trees.get }, before, after).change;
}

const noChange: QueryChange = {
  kind: "equivalent",
  added: [],
  removed: [],
  changed: [],
  rows: false,
  edit: "only comments, white space or the case of keywords differ",
};

function isSameText(before: QuerySide, after: QuerySide, lexis: Lexis): boolean {
  return (
    sameColumns(before.columns, after.columns) &&
    sameParents(before, after) &&
    canonicalForm(before.sql, lexis) === canonicalForm(after.sql, lexis)
  );
}

function sameParents(before: QuerySide, after: QuerySide): boolean {
  return JSON.stringify([...before.parents]) === JSON.stringify([...after.parents]);
}

/** A change with where it comes from. */
export interface Comparison {
  readonly change: QueryChange;
  /** False where the queries are equivalent, and what differs comes from other columns of their parents. */
  readonly edited: boolean;
}

/** As `compareQueries`, with trees that are read already. */
export function compareWith(reader: QueryTrees, before: QuerySide, after: QuerySide): Comparison {
  const { lexis } = reader.language;
  if (isSameText(before, after, lexis)) return { change: noChange, edited: false };
  const old = readVersion(before, reader);
  const now = readVersion(after, reader);
  const names = {
    relations: union(old.names.relations, now.names.relations),
    columns: union(old.names.columns, now.names.columns),
  };
  const texts: Texts = {
    before: tokenOutlineOf(before.sql, { names, lexis }),
    after: tokenOutlineOf(after.sql, { names, lexis }),
  };
  const whole = (edit: string) => ({ change: wholeChange(before, after, edit), edited: true });
  if (old.tree === undefined || now.tree === undefined)
    return whole("the query is not one that can be compared");
  const trees = [old.tree, now.tree] as const;
  try {
    const diff = diffQuery(...scopesOf([old, now], trees, reader.language));
    // A parser of many dialects may lose what it does not know: then the texts have to agree besides.
    const exact = trees.every((tree) => tree.exact);
    if (!exact && !differOnlyIn(diff.items, texts.before, texts.after))
      return whole("the texts differ in more than can be compared");
    // The name of a column without an alias is spelled as where it comes from: inside of the query, or in a parent.
    const renamed =
      (diff.renamed || sameParents(before, after)) && !sameNames(before.columns, after.columns);
    return {
      change: changeOf({ before, after, diff, texts, trees }, reader),
      edited: isEdited(diff) || renamed,
    };
  } catch (error) {
    return whole(reasonOf(error, texts));
  }
}

function reasonOf(error: unknown, texts: Texts): string {
  if (!(error instanceof OtherRows)) return "the query is not one that can be compared";
  return error.part in itemParts
    ? `${describeItems(error.items, texts)} (${itemParts[error.part] ?? ""})`
    : describePart(error.part, texts);
}

/** Why an edit of a select list changes the rows. */
const itemParts: Readonly<Record<string, string>> = {
  unnest: "which makes rows",
  function: "with a function that is not known",
  aggregate: "with an aggregate, where there was none or is none now",
};

interface Version {
  readonly side: QuerySide;
  readonly tree: SyntaxTree | undefined;
  readonly names: TreeNames;
}

function readVersion(side: QuerySide, { tree: read }: QueryTrees): Version {
  const result = read(side.sql);
  const tree = result.ok ? result.tree : undefined;
  return { side, tree, names: namesIn(tree) };
}

function scopesOf(
  [old, now]: readonly [Version, Version],
  trees: readonly [SyntaxTree, SyntaxTree],
  { functions }: SqlLanguage,
) {
  const parents = [...old.side.parents.values(), ...now.side.parents.values()].flat().map(foldName);
  const keep = new Set([...parents, ...old.names.columns, ...now.names.columns]);
  const verbatim = trees.some((tree) => namesAreValues(tree, functions));
  const scope = ({ side }: Version): FormScope =>
    rootScope({
      functions,
      parents: new Map(
        [...side.parents].map(([name, columns]) => [foldName(name), columns.map(foldName)]),
      ),
      keep,
      verbatim,
    });
  return [
    { query: trees[0].query, scope: scope(old) },
    { query: trees[1].query, scope: scope(now) },
  ] as const;
}

function union(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...left, ...right]);
}

interface Compared {
  readonly before: QuerySide;
  readonly after: QuerySide;
  readonly diff: QueryDiff;
  readonly texts: Texts;
  readonly trees: readonly [before: SyntaxTree, after: SyntaxTree];
}

function isEdited({ items, moved, reordered }: QueryDiff): boolean {
  return items.length > 0 || moved || reordered;
}

function changeOf(compared: Compared, { language }: QueryTrees): QueryChange {
  const { before, after, diff, texts, trees } = compared;
  const isSame = !isEdited(diff) && sameColumns(before.columns, after.columns);
  const equivalent = { ...noChange, edit: "only aliases, names of CTEs or parentheses differ" };
  if (isSame && sameParents(before, after)) return equivalent;
  const whole = (reason: string) =>
    wholeChange(before, after, `${describeItems(diff.items, texts)}; ${reason}`);
  if (hasTwins(before.columns) || hasTwins(after.columns))
    return whole("two columns have one name");
  if ((diff.moved || !sameParents(before, after)) && trees.some(countsPositions))
    return whole("columns are counted by their position");
  if (diff.reordered && trees.some(picksByColumns)) return whole("rows are picked by all columns");
  const analyses = [
    analyzeSide(before, { ok: true, tree: trees[0] }, { language, changed: diff.before }),
    analyzeSide(after, { ok: true, tree: trees[1] }, { language, changed: diff.after }),
  ];
  const uncertain = analyses.find((analysis) => typeof analysis === "string");
  if (uncertain !== undefined) return whole(`its lineage is not certain: ${uncertain}`);
  const certain = analyses.filter((analysis) => typeof analysis !== "string");
  const differing = differingKeys(before.parents, after.parents);
  const read = certain.flatMap(({ columns, rows, named }) => [...columns, rows, named]);
  if (isSame && !read.some((keys) => [...keys].some((key) => differing.has(key))))
    return equivalent;
  const isChanged = (key: string) => key === CHANGED || key === VOLATILE || differing.has(key);
  const decider = certain.flatMap(({ rows }) => [...rows]).find(isChanged);
  if (decider !== undefined)
    return whole(
      decider === VOLATILE
        ? "its rows may be others at each run"
        : "which rows there are follows from it",
    );
  const affected = affectedColumns(certain, [before.columns, after.columns], isChanged);
  return partialChange(compared, affected);
}

function partialChange(
  { before, after, diff, texts }: Compared,
  affected: ReadonlySet<string>,
): QueryChange {
  const { added, removed, kept } = columnsOf(before.columns, after.columns);
  const changed = kept
    .filter(({ name, same }) => !same || affected.has(foldName(name)))
    .map(({ name }) => name);
  const edit =
    diff.items.length > 0 || diff.moved
      ? describeItems(diff.items, texts)
      : describeColumns(diff.reordered ? [] : [...added, ...removed, ...changed]);
  const result = { added, removed, changed, rows: false, edit };
  if (changed.length + removed.length > 0) return { kind: "columns changed", ...result };
  return { kind: added.length > 0 ? "columns added" : "same values", ...result };
}

function describeColumns([name]: readonly string[]): string {
  return name === undefined ? "the order of columns differs" : `the column ${code(name)} differs`;
}

function differingKeys(
  before: QuerySide["parents"],
  after: QuerySide["parents"],
): ReadonlySet<string> {
  const keys = (parents: QuerySide["parents"]) =>
    [...parents].flatMap(([parent, columns]) => columns.map((column) => inputKey(parent, column)));
  const [old, now] = [new Set(keys(before)), new Set(keys(after))];
  return new Set([
    ...[...old].filter((key) => !now.has(key)),
    ...[...now].filter((key) => !old.has(key)),
  ]);
}

/** Folded names of columns that have an input of the kind asked for, in either version. */
export function affectedColumns(
  analyses: readonly Analysis[],
  versions: readonly (readonly ColumnInfo[])[],
  isChanged: (key: string) => boolean,
): ReadonlySet<string> {
  const affected = new Set<string>();
  analyses.forEach(({ columns }, side) => {
    columns.forEach((inputs, i) => {
      if ([...inputs].some(isChanged)) affected.add(foldName(versions[side]?.[i]?.name ?? ""));
    });
  });
  return affected;
}

function wholeChange(before: QuerySide, after: QuerySide, edit: string): QueryChange {
  const { added, removed, kept } = columnsOf(before.columns, after.columns);
  const changed = kept.map(({ name }) => name);
  return { kind: "whole", added, removed, changed, rows: true, edit };
}

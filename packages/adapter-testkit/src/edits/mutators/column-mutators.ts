import { pickOne, pickSome, type Pick } from "../random.js";
import {
  isWord,
  selectLists,
  spliced,
  sqlTokens,
  type ListItem,
  type SelectList,
} from "../sql-tokens.js";
import type { SqlMutator } from "./text-mutators.js";

/** Columns that readers name. */
const read = new Set(["id", "v"]);

/** Select lists whose columns become those of a relation: of the query itself, of a CTE, of a subquery in a `from`. */
function relationLists(sql: string): readonly SelectList[] {
  const tokens = sqlTokens(sql);
  return selectLists(sql).filter(({ depth, start }) => {
    const at = tokens.findIndex((token) => token.start === start);
    const before = tokens[at - 2];
    const within = isWord(
      before,
      "from",
      "join",
      "as",
      "lateral",
      "materialized",
      "pivot",
      "unpivot",
    );
    return depth === 0 || (tokens[at - 1]?.text === "(" && within);
  });
}

const isBySet = (sql: string) => /\b(union|except|intersect)\b(?!( all)? by name)/iu.test(sql);

const names = ["extra", "x", "y", "z", "u", "k", "w", "t", "d", "n", "at"];

/** Adds a column to a list, to each list of a set operation by position. */
const columnAdded: SqlMutator = (sql, pick) => {
  const lists = relationLists(sql);
  const chosen = pickOne(lists, pick);
  if (chosen === undefined) return undefined;
  const taken = new Set(chosen.items.map(({ name }) => name?.toLowerCase()));
  const name =
    pickOne(
      names.filter((one) => !taken.has(one)),
      pick,
    ) ?? "extra";
  const copied = pickOne(
    chosen.items.filter(({ name: own }) => own !== undefined),
    pick,
  );
  const value =
    pick(2) === 0 || copied === undefined || isBySet(sql) ? String(pick(5)) : copied.expression;
  const targets = isBySet(sql) ? lists : [chosen];
  if (targets.some(({ items }) => items.length < 2)) return undefined;
  const at = pick(2) === 0 ? 1 : Math.min(...targets.map(({ items }) => items.length));
  return targets.toReversed().reduce((edited, { items }) => {
    const last = items[at - 1]?.end ?? 0;
    return spliced(edited, { start: last, end: last }, `, ${value} as ${name}`);
  }, sql);
};

const columnRemoved: SqlMutator = (sql, pick) => {
  if (isBySet(sql)) return undefined;
  const lists = relationLists(sql).filter(({ depth }) => depth === 0 || pick(4) === 0);
  const list = pickOne(lists, pick);
  const places = (list?.items ?? []).flatMap((item, i) =>
    i > 0 && item.name !== undefined && !read.has(item.name.toLowerCase()) && !isUsed(sql, item)
      ? [i]
      : [],
  );
  const at = pickOne(places, pick);
  if (list === undefined || at === undefined) return undefined;
  const [start, end] = [list.items[at - 1]?.end ?? 0, list.items[at]?.end ?? 0];
  return spliced(sql, { start, end }, "");
};

/** True where the name of an item stands elsewhere in the query too. */
function isUsed(sql: string, { name = "", start, end }: ListItem): boolean {
  const rest = sql.slice(0, start) + sql.slice(end);
  return sqlTokens(rest).some((token) => isWord(token, name.toLowerCase()));
}

const columnsMoved: SqlMutator = (sql, pick) => {
  const lists = relationLists(sql);
  const list = pickOne(isBySet(sql) ? lists.filter(({ items }) => items.length > 1) : lists, pick);
  const [one, two] = pickSome(list?.items ?? [], 2, pick).toSorted((l, r) => l.start - r.start);
  if (one === undefined || two === undefined) return undefined;
  const [first, second] = [sql.slice(one.start, one.end), sql.slice(two.start, two.end)];
  return spliced(spliced(sql, two, first), one, second);
};

const columnRenamed: SqlMutator = (sql, pick) => {
  const items = relationLists(sql)
    .filter(({ depth }) => depth === 0)
    .flatMap((list) => list.items)
    .filter(
      (item) => item.name !== undefined && !read.has(item.name.toLowerCase()) && !isUsed(sql, item),
    );
  const item = pickOne(items, pick);
  if (item === undefined) return undefined;
  return spliced(sql, item, `${item.expression} as ${item.name ?? "n"}_${String(pick(3))}`);
};

/** A letter case of its own for the name of a column. */
const outputCase: SqlMutator = (sql, pick) => {
  const items = relationLists(sql)
    .flatMap((list) => list.items)
    .filter(({ name }) => name !== undefined);
  const item = pickOne(items, pick);
  if (item?.name === undefined) return undefined;
  const { name, expression } = item;
  return spliced(sql, item, `${expression} as ${otherCase(name, pick)}`);
};

/** A letter case of its own for a name inside of a query that makes values of names. */
const valueName: SqlMutator = (sql, pick) => {
  if (
    !/\b(to_json|struct_pack|struct_insert|alias|typeof|unpivot)\b|q::varchar|list\(q\b/iu.test(sql)
  )
    return undefined;
  const items = relationLists(sql)
    .filter(({ depth }) => depth > 0)
    .flatMap((list) => list.items)
    .filter(({ name }) => name !== undefined);
  const item = pickOne(items, pick);
  if (item?.name === undefined) return undefined;
  return spliced(sql, item, `${item.expression} as ${otherCase(item.name, pick)}`);
};

function otherCase(name: string, pick: Pick): string {
  const upper = name.charAt(0).toUpperCase() + name.slice(1);
  return name === upper || pick(4) === 0 ? name.toLowerCase() : upper;
}

/** Edits of select lists, by name. */
export const columnMutators: Readonly<Record<string, SqlMutator>> = {
  "column added": columnAdded,
  "column removed": columnRemoved,
  "columns moved": columnsMoved,
  "column renamed": columnRenamed,
  "case of an output": outputCase,
  "case of a name that is a value": valueName,
};

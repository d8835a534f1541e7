import { pickOne } from "../random.js";
import { isWord, selectLists, spliced, sqlTokens } from "../sql-tokens.js";
import type { SqlMutator } from "./text-mutators.js";

const filterAdded: SqlMutator = (sql, pick) => {
  const token = pickOne(
    sqlTokens(sql).filter((one) => isWord(one, "where")),
    pick,
  );
  const condition = pickOne(["1 = 1", "2 > 1", "not false", "1 is not null"], pick) ?? "true";
  if (token !== undefined)
    return spliced(sql, { start: token.end, end: token.end }, ` ${condition} and`);
  const tokens = sqlTokens(sql);
  const isPlain = !tokens.some((one) => one.depth === 0 && isWord(one, "group", "order", "limit", "qualify", "window", "union", "except", "intersect", "pivot", "unpivot", "from_first")); // prettier-ignore
  const list = selectLists(sql).find(({ depth }) => depth === 0);
  const column = list?.items.find(({ expression, name }) => expression === name)?.name;
  if (!isPlain || !isWord(tokens[0], "select")) return undefined;
  return `${sql} where ${column === undefined || pick(2) === 0 ? condition : `${column} is not null`}`;
};

function endsPlain(sql: string): boolean {
  const tokens = sqlTokens(sql);
  return !tokens.some(
    (one) => one.depth === 0 && (isWord(one, "order", "limit") || one.text === ";"),
  );
}

/** All columns decide the order: rows that tie are equal. */
const limitAdded: SqlMutator = (sql, pick) =>
  endsPlain(sql) && !/^(pivot|unpivot)|map/iu.test(sql)
    ? `${sql} order by all limit ${String(2 + pick(4))}`
    : undefined;

const limitRemoved: SqlMutator = (sql) => {
  const place = / limit \d+$/iu.exec(sql);
  return place === null ? undefined : sql.slice(0, place.index);
};

const orderAdded: SqlMutator = (sql, pick) =>
  endsPlain(sql) && !/^(pivot|unpivot)/iu.test(sql)
    ? `${sql} order by ${pickOne(["id", "1", "2 desc", "v"], pick) ?? "1"}`
    : undefined;

const distinctAdded: SqlMutator = (sql, pick) => {
  const list = pickOne(
    selectLists(sql).filter(({ depth }) => depth === 0),
    pick,
  );
  if (list === undefined || /order by|distinct|map/iu.test(sql)) return undefined;
  const at = list.start + "select".length;
  return spliced(sql, { start: at, end: at }, " distinct");
};

const wrapped: SqlMutator = (sql) =>
  endsPlain(sql) && sql.length < 400 ? `select * from (${sql}) wrapped` : undefined;

const setChanged: SqlMutator = (sql) => {
  if (/union all(?! by)/iu.test(sql)) return sql.replace(/union all/iu, "union");
  if (/\bunion(?! (all|by))/iu.test(sql)) return sql.replace(/\bunion/iu, "union all");
  return undefined;
};

/** Another first position in an `order by`, a `group by` or a `distinct on`. */
const positionChanged: SqlMutator = (sql, pick) => {
  const tokens = sqlTokens(sql);
  const places = tokens.filter(
    (token, i) =>
      token.kind === "number" &&
      (isWord(tokens[i - 1], "by") || (tokens[i - 1]?.text === "(" && isWord(tokens[i - 2], "on"))),
  );
  const token = pickOne(places, pick);
  return token && spliced(sql, token, String(1 + pick(4)));
};

/** Another place of nulls behind a word that is ordered by. */
const nullsPlaced: SqlMutator = (sql, pick) => {
  const tokens = sqlTokens(sql);
  const places = tokens.filter(
    (token, i) =>
      token.kind === "word" &&
      isWord(tokens[i - 1], "by") &&
      isWord(tokens[i - 2], "order") &&
      !isWord(token, "all") &&
      [",", ")", undefined].includes(tokens[i + 1]?.text),
  );
  const token = pickOne(places, pick);
  return token && spliced(sql, token, `${token.text} nulls first`);
};

/** An aggregate over all rows instead of distinct ones. */
const distinctRemoved: SqlMutator = (sql) =>
  /\(distinct /iu.test(sql) ? sql.replace(/\(distinct /iu, "(") : undefined;

/** A column that a star no longer leaves out. */
const exclusionRemoved: SqlMutator = (sql) =>
  /exclude \(\w+, /iu.test(sql) ? sql.replace(/exclude \(\w+, /iu, "exclude (") : undefined;

/** Edits of clauses, by name. */
export const clauseMutators: Readonly<Record<string, SqlMutator>> = {
  "filter added": filterAdded,
  "limit added": limitAdded,
  "limit removed": limitRemoved,
  "order added": orderAdded,
  "position changed": positionChanged,
  "distinct added": distinctAdded,
  wrapped,
  "set operation changed": setChanged,
  "nulls placed": nullsPlaced,
  "distinct removed": distinctRemoved,
  "exclusion removed": exclusionRemoved,
};

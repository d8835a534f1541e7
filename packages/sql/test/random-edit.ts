import { lexis } from "./duckdb-language.js";
import { tokenize, type Token } from "../src/text/tokenize.js";
import type { Pick } from "./random-query.js";

/** Queries as people write models, over the tables of the lineage engine. */
export const typicalQueries = [
  "select id, x, y, x + y as n from m.a where y > 1",
  "select t, sum(x) as n, count(*) as k, max(y) as v from m.a group by t",
  "select t, x, sum(y) as n from m.a group by all",
  "select id, t, count(*) as k, sum(x) + 1 as n from m.a group by 1, 2 having count(*) > 0",
  "with q as (select id, x, y from m.a where x > 0), q2 as (select id, z from m.b) select q.id, q.x, q.y, q2.z from q join q2 on q.id = q2.id",
  "with q as (select id, x, sum(y) as n from m.a group by all) select id, x + 1 as v, n from q where x is not null",
  "select s1.id, s1.x, s2.z, s2.u from m.a s1 left join m.b s2 on s1.id = s2.id",
  "select id, x, z from m.a join m.b using (id, x)",
  "select * from m.c where k > 1",
  "select * exclude (v), v + k as w from m.c",
  "select * replace (x + z as x) from m.b order by x, z limit 4",
  "select * from (select id, x, y as z from m.a) s1",
  "select id, x, row_number() over (partition by t order by x, y, id, d) as n from m.a",
  "select id, x, y, t from m.a qualify row_number() over (partition by id order by x, y, t, d) = 1",
  "select distinct x, y from m.a",
  "select id, x, y from m.a order by x, y, id, d limit 5",
  "select x, y, id from m.a order by 1, 2, 3 limit 3",
  "select id, x from m.a union all select k, v from m.c",
  "select id, x, 1 as n from m.a union select k, v, 2 from m.c",
  "select id, x as v from m.a union all by name select k as id, v, 1 as w from m.c",
  "select id, (select max(v) from m.c where k = s1.id) as v, x from m.a s1",
  "select id, y from m.a where x in (select k from m.c where v > 2)",
  "select x + 1 as n, n * 2 as v, y from m.a",
  "select count(*) as n, sum(x) as v from m.a",
  "select 1 as n, 2 as v from m.a",
  "select id, (x + y) * 2 - (id - x) as n, 7 - (y - x) as v, y from m.a where (x > 1 or y > 2) and not (id = 3 and x = 2)",
  "select (x // 2 + y) * z as n, id from (select id, x, y, id + 1 as z from m.a) where y = 1 or (x = 2 or id = 3) and y > 0",
  "select id, unnest(l) as e, x from m.a",
  "select q.v, q.n, q.w from (select x as v, y as n, sum(id) over (partition by t) as w from m.a) q where q.n > 1",
  "select id, x from m.a natural join m.b",
  "select max(x) over w as v, y, id from m.a window w as (partition by t)",
  "with q(v, w) as (select x, y from m.a) select v, w, v - w as d from q",
];

const columns = ["id", "x", "y", "z", "k", "v", "t", "n"];

/** Words and operators that may stand for each other. */
const exchanges: Readonly<Record<string, readonly string[]>> = {
  sum: ["max", "min", "count"],
  max: ["min", "sum", "count"],
  count: ["max"],
  "+": ["-", "*", "//"],
  ">": ["<", ">=", "="],
  "=": ["<>", "<="],
  join: ["left join", "full join", "semi join"],
  left: ["right", "full"],
  all: [""],
  distinct: [""],
  union: ["except", "intersect"],
  exclude: ["rename"],
};

/** A query with one or two random edits; the engine may refuse it. */
export function randomEdit(sql: string, pick: Pick): string {
  let edited = sql;
  for (let i = pick(4) === 0 ? 0 : 1; i < 2; i += 1) edited = oneEdit(edited, pick);
  return edited;
}

function oneEdit(sql: string, pick: Pick): string {
  const tokens = tokenize(sql, lexis);
  const at = (token: Token | undefined, text: string) =>
    token === undefined ? sql : sql.slice(0, token.start) + text + sql.slice(token.end);
  const one = <T>(items: readonly T[]): T | undefined => items[pick(items.length)];
  switch (pick(12)) {
    case 0: {
      const token = one(tokens.filter(({ text }) => columns.includes(text)));
      return at(token, one(columns) ?? "");
    }
    case 1: {
      const token = one(tokens.filter(({ text }) => text in exchanges));
      return at(token, one(exchanges[token?.text ?? ""] ?? []) ?? "");
    }
    case 2: {
      const token = one(tokens.filter(({ kind }) => kind === "number"));
      return at(token, String(pick(4)));
    }
    case 3:
    case 4:
    case 8:
      return addItem(sql, tokens, pick);
    case 5:
      return dropItem(sql, tokens, pick);
    case 9:
    case 10:
      return otherParens(sql, tokens, pick);
    case 6:
    case 7: {
      const token = one(tokens.filter(({ text }) => columns.includes(text)));
      return at(token, `(${token?.text ?? ""} + ${String(pick(2))})`);
    }
    default: {
      const token = one(tokens.filter(({ text }) => text === "where" || text === "on"));
      const more = `${columns[pick(columns.length)] ?? ""} is not null`;
      return token === undefined ? `${sql} where ${more}` : at(token, `${token.text} ${more} and`);
    }
  }
}

const newItems = [
  "1", "x", "y + 1", "count(*)", "sum(x)", "max(y)", "unnest([1, 2])", "row_number() over (order by id)",
  "(select max(v) from m.c)", "count(*) over ()", "id", "t", "*", "random() > 2", "[x, y]",
]; // prettier-ignore

/** Puts a column before or behind the first item of a select list. */
function addItem(sql: string, tokens: readonly Token[], pick: Pick): string {
  const selects = tokens.filter(({ text }) => text === "select");
  const select = selects[pick(selects.length)];
  if (select === undefined) return sql;
  const item = newItems[pick(newItems.length)] ?? "1";
  const name = columns[pick(columns.length)] ?? "x";
  const named =
    item === "*" ? item : `${item} as ${pick(3) === 0 ? name : `new${String(pick(3))}`}`;
  const first = sql.slice(0, select.end);
  const rest = sql.slice(select.end);
  const comma = /^ [\w.]+,/u.exec(rest)?.[0];
  if (comma === undefined || pick(2) === 0) return `${first} ${named},${rest}`;
  return `${first}${comma} ${named},${rest.slice(comma.length)}`;
}

/** Removes a plain item that is followed by another. */
function dropItem(sql: string, tokens: readonly Token[], pick: Pick): string {
  const places = tokens.flatMap((token, i) => {
    const before = tokens[i - 1]?.text;
    const comma = tokens[i + 1];
    const plain = columns.includes(token.text) && (before === "select" || before === ",");
    return plain && comma?.text === "," ? [{ start: token.start, end: comma.end }] : [];
  });
  const place = places[pick(places.length)];
  return place === undefined ? sql : sql.slice(0, place.start) + sql.slice(place.end);
}

const operators = new Set(["+", "-", "*", "//", "=", ">", "<", "and", "or"]);

/** Adds parentheses around two operands, or removes a pair. */
function otherParens(sql: string, tokens: readonly Token[], pick: Pick): string {
  const pairs = tokens.flatMap((token, i) => {
    if (token.text !== "(" || tokens[i - 1]?.kind === "word") return [];
    const close = tokens.slice(i).find(({ text }) => text === ")");
    return close === undefined ? [] : [{ open: token, close }];
  });
  const pair = pairs[pick(pairs.length)];
  if (pair !== undefined && pick(2) === 0)
    return `${sql.slice(0, pair.open.start)} ${sql.slice(pair.open.end, pair.close.start)} ${sql.slice(pair.close.end)}`;
  const places = tokens.map((_, i) => i).filter((i) => operators.has(tokens[i]?.text ?? ""));
  const at = places[pick(places.length)] ?? 0;
  const [left, right] = [tokens[at - 1], tokens[at + 1]];
  if (left === undefined || right === undefined) return sql;
  return `${sql.slice(0, left.start)}(${sql.slice(left.start, right.end)})${sql.slice(right.end)}`;
}

/** Tokens behind which a column in parentheses is still that column. */
const beforeParens = new Set(["select", ",", "+", "-", "=", "<>", ">", "where", "on", "then", "else", "by", "when", "and"]); // prettier-ignore

/** The same query in another form: white space, comments, case, parentheses and names of aliases and CTEs. */
export function randomFormat(sql: string, pick: Pick): string {
  const tokens = tokenize(sql, lexis);
  const parts: string[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const { kind, text } = tokens[i] ?? { kind: "word", text: "" };
    const field = tokens[i + 2];
    const follows = tokens[i + 3]?.text ?? "";
    const qualified = isAlias(text) && tokens[i + 1]?.text === "." && field?.kind === "word";
    const wrapped =
      qualified &&
      beforeParens.has(tokens[i - 1]?.text ?? "") &&
      ![".", "[", "::", "("].includes(follows) &&
      pick(2) === 0;
    const word = isAlias(text) ? `renamed_${text}` : text;
    if (wrapped) {
      parts.push(`(${pick(3) === 0 ? `(${word}.${field.text})` : `${word}.${field.text}`})`);
      i += 2;
    } else parts.push(kind === "word" && pick(2) === 0 ? word.toUpperCase() : word);
    parts.push(parts.at(-1) === "-" ? " " : gap(pick));
  }
  return parts.join("");
}

/** Names that the generators of queries give to relations and to nothing else. */
function isAlias(text: string): boolean {
  return /^([sq]\d+|q)$/u.test(text);
}

function gap(pick: Pick): string {
  return [" ", "\n", "\t ", " /* why */ ", " -- why\n"][pick(5)] ?? " ";
}

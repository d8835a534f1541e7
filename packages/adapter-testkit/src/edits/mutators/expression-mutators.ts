import { pickOne } from "../random.js";
import { isWord, selectLists, spliced, sqlTokens, type SqlToken } from "../sql-tokens.js";
import type { SqlMutator } from "./text-mutators.js";

function isOperand(token: SqlToken | undefined): boolean {
  return (
    token?.kind === "number" ||
    (token?.kind === "word" &&
      token.text.length <= 2 &&
      !isWord(token, "on", "as", "by", "or", "in", "is", "if"))
  );
}

const betweenOperands = [",", "+", "-", "*", "//", "/", "=", ">", "<", ">=", "<="];
const opensOperand = new Set(["(", ...betweenOperands, "[", ":", "->"]);
const closesOperand = new Set([")", ...betweenOperands, "]", "}"]);
const wordsBefore = ["select", "where", "and", "or", "when", "then", "else", "on", "not"];
const wordsBehind = [
  "from",
  "and",
  "or",
  "then",
  "when",
  "else",
  "end",
  "as",
  "group",
  "order",
  "limit",
  "desc",
  "union",
];

/** Operands that stand between operators, brackets or keywords: a column or a number without a qualifier. */
function operands(sql: string): readonly SqlToken[] {
  const tokens = sqlTokens(sql);
  return tokens.filter((token, i) => {
    const [before, next] = [tokens[i - 1], tokens[i + 1]];
    const opens = opensOperand.has(before?.text ?? "") || isWord(before, ...wordsBefore);
    const closes =
      next === undefined || closesOperand.has(next.text) || isWord(next, ...wordsBehind);
    return isOperand(token) && opens && closes && !inNames(tokens, i);
  });
}

const listsOfNames = ["exclude", "rename", "using", "columns", "in", "q", "r", "extract", "sets", "rollup", "cube", "range"]; // prettier-ignore

/** True inside of a bracket of names, and behind `group by`, `order by` and `partition by`. */
function inNames(tokens: readonly SqlToken[], at: number): boolean {
  const { depth = 0 } = tokens[at] ?? {};
  for (let i = at - 1; i >= 0; i -= 1) {
    const token = tokens[i];
    if (token === undefined) return false;
    if (token.text === "(" && token.depth <= depth) return isWord(tokens[i - 1], ...listsOfNames);
    if (
      token.depth === depth &&
      isWord(token, "by", "limit", "offset", "for", "on", "into", "rows", "range")
    )
      return !isWord(token, "on") || isWord(tokens[i - 1], "distinct");
    if (token.depth === depth && isWord(token, "select", "where", "from", "having")) return false;
  }
  return false;
}

const parenthesesAdded: SqlMutator = (sql, pick) => {
  const items = selectLists(sql).flatMap((list) => list.items);
  const whole = items.filter(
    ({ expression, name }) =>
      name !== undefined && !/^\*|\.\*|^unnest|columns|^\(/iu.test(expression),
  );
  const item = pickOne(whole, pick);
  if (item !== undefined && pick(2) === 0)
    return spliced(
      sql,
      { start: item.start, end: item.start + item.expression.length },
      `(${item.expression})`,
    );
  const operand = pickOne(operands(sql), pick);
  return operand && spliced(sql, operand, `(${operand.text})`);
};

const exchanged: SqlMutator = (sql, pick) => {
  const tokens = sqlTokens(sql);
  const able = new Set(operands(sql).map(({ start }) => start));
  const places = tokens.flatMap((token, i) => {
    const [left, right] = [tokens[i - 1], tokens[i + 1]];
    if (
      left === undefined ||
      right === undefined ||
      !["+", "*", "-", "=", ">", "<"].includes(token.text)
    )
      return [];
    return able.has(left.start) && able.has(right.start) ? [{ left, token, right }] : [];
  });
  const place = pickOne(places, pick);
  if (place === undefined) return undefined;
  const { left, token, right } = place;
  return spliced(
    sql,
    { start: left.start, end: right.end },
    `${right.text} ${token.text} ${left.text}`,
  );
};

const numberChanged: SqlMutator = (sql, pick) => {
  const token = pickOne(
    sqlTokens(sql).filter(({ kind }) => kind === "number"),
    pick,
  );
  return token && spliced(sql, token, String(1 + pick(4)));
};

const textChanged: SqlMutator = (sql, pick) => {
  const texts = sqlTokens(sql).filter(
    ({ kind, text }) => kind === "text" && /^'[pqa-z]'$/u.test(text),
  );
  const token = pickOne(texts, pick);
  return token && spliced(sql, token, pickOne(["'p'", "'q'", "'P'", "'b'"], pick) ?? "'p'");
};

const exchanges: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "//": ["+", "%"],
  ">": [">=", "<"],
  "<": ["<=", ">"],
  "=": [">="],
  and: ["or"],
  or: ["and"],
  sum: ["max", "min"],
  max: ["min", "sum"],
  min: ["max"],
  rank: ["dense_rank"],
  lag: ["lead"],
  left: ["inner"],
  full: ["left", "inner"],
  right: ["left"],
  semi: ["anti"],
  anti: ["semi"],
  desc: ["asc"],
  rollup: ["cube"],
  cube: ["rollup"],
  exists: ["not exists"],
  intersect: ["except"],
};

const operatorChanged: SqlMutator = (sql, pick) => {
  const tokens = sqlTokens(sql);
  const places = tokens.filter((token, i) => {
    if (!(token.text in exchanges)) return false;
    if (token.text === "-" || token.text === "+")
      return isOperand(tokens[i - 1]) || tokens[i - 1]?.text === ")";
    // `and` of a `between`, `max` of a text, and joins of other kinds stay.
    if (isWord(token, "left") && !isWord(tokens[i + 1], "join")) return false;
    const argument = tokens[i + 2]?.text ?? "";
    const aggregate = isWord(token, "max", "min", "sum");
    if (aggregate && !["x", "y", "v", "k", "w"].includes(argument)) return false;
    return !isWord(token, "and") || !/between [^()]*$/iu.test(sql.slice(0, token.start));
  });
  const token = pickOne(places, pick);
  return token && spliced(sql, token, pickOne(exchanges[token.text] ?? [], pick) ?? token.text);
};

const columnExchanged: SqlMutator = (sql, pick) => {
  const token = pickOne(
    operands(sql).filter((one) => isWord(one, "x", "y", "k")),
    pick,
  );
  return token && spliced(sql, token, isWord(token, "x") ? "y" : "x");
};

const operandChanged: SqlMutator = (sql, pick) => {
  const numeric = operands(sql).filter((one) => isWord(one, "x", "y", "k", "z", "w"));
  const token = pickOne(numeric, pick);
  if (token === undefined) return undefined;
  const list = selectLists(sql).find(({ items }) =>
    items.some(({ start }) => start === token.start),
  );
  const alone = list?.items.find(({ start, end }) => start === token.start && end === token.end);
  const sum = `(${token.text} + ${String(pick(2))})`;
  return spliced(sql, token, alone === undefined ? sum : `${sum} as ${token.text}`);
};

/** Keeps to queries whose end does not follow from their arithmetic. */
const withoutRecursion =
  (mutate: SqlMutator): SqlMutator =>
  (sql, pick) =>
    /\brecursive\b/iu.test(sql) ? undefined : mutate(sql, pick);

/** Edits within expressions, by name. */
export const expressionMutators: Readonly<Record<string, SqlMutator>> = {
  "parentheses added": parenthesesAdded,
  "operands exchanged": withoutRecursion(exchanged),
  "number changed": withoutRecursion(numberChanged),
  "text changed": textChanged,
  "operator changed": withoutRecursion(operatorChanged),
  "column exchanged": columnExchanged,
  "operand changed": operandChanged,
};

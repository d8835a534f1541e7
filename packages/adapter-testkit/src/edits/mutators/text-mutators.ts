import { pickOne, type Pick } from "../random.js";
import { isWord, spliced, sqlTokens, type SqlToken } from "../sql-tokens.js";

/** Another text of a query; undefined where the query has no place for it. */
export type SqlMutator = (sql: string, pick: Pick) => string | undefined;

const keywords = new Set(
  "select from where group by order having qualify window limit offset union all except intersect with recursive as join left right full inner cross semi anti asof positional natural using on and or not in exists case when then else end is null distinct over partition rows range between preceding following current row filter any array lateral desc exclude replace rename materialized true false values cast try_cast extract pivot unpivot into name value interval for if rollup cube grouping sets row map name".split(
    " ",
  ),
);

/** Words that mean a name where they stand, neither a keyword nor a function. */
function isName(token: SqlToken, next: SqlToken | undefined): boolean {
  return token.kind === "word" && !keywords.has(token.text.toLowerCase()) && next?.text !== "(";
}

function namesOf(sql: string): readonly SqlToken[] {
  const tokens = sqlTokens(sql);
  // `cast(x as bigint)`, `x::bigint`: names of types are left alone.
  return tokens.filter(
    (token, i) =>
      isName(token, tokens[i + 1]) && !isTypeName(token) && tokens[i - 1]?.text !== "::",
  );
}

function isTypeName(token: SqlToken): boolean {
  return isWord(token, "bigint", "integer", "varchar", "timestamptz", "date");
}

const whiteSpace: SqlMutator = (sql, pick) => {
  const token = pickOne(sqlTokens(sql).slice(1), pick);
  const before = token?.start ?? 0;
  if (token === undefined || sql[before - 1] !== " ") return undefined;
  return spliced(
    sql,
    { start: before - 1, end: before },
    pickOne(["\n", "\n  ", "\t", "   "], pick) ?? " ",
  );
};

const comment: SqlMutator = (sql, pick) => {
  const token = pickOne(sqlTokens(sql).slice(1), pick);
  const before = token?.start ?? 0;
  if (token === undefined || sql[before - 1] !== " ") return undefined;
  return spliced(
    sql,
    { start: before, end: before },
    pickOne(["/* why */ ", "-- why\n"], pick) ?? "",
  );
};

const keywordCase: SqlMutator = (sql, pick) => {
  const words = sqlTokens(sql).filter(
    ({ kind, text }) =>
      kind === "word" && keywords.has(text) && text !== "name" && text !== "value",
  );
  const token = pickOne(words, pick);
  return token && spliced(sql, token, token.text.toUpperCase());
};

const asDropped: SqlMutator = (sql, pick) => {
  const tokens = sqlTokens(sql);
  const places = tokens.filter((token, i) => {
    const next = tokens[i + 1];
    return (
      isWord(token, "as") &&
      next?.kind === "word" &&
      isName(next, tokens[i + 2]) &&
      !isTypeName(next)
    );
  });
  const token = pickOne(places, pick);
  return token && spliced(sql, token, "").replaceAll("  ", " ");
};

const semicolon: SqlMutator = (sql) => (sql.endsWith(";") ? sql.slice(0, -1) : `${sql};`);

const identifierCase: SqlMutator = (sql, pick) => {
  const token = pickOne(namesOf(sql), pick);
  if (token === undefined) return undefined;
  const { text } = token;
  return spliced(sql, token, text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase());
};

const quotedName: SqlMutator = (sql, pick) => {
  const token = pickOne(namesOf(sql), pick);
  return token && spliced(sql, token, `"${token.text}"`);
};

/** Edits of tokens, by name. */
export const textMutators: Readonly<Record<string, SqlMutator>> = {
  "white space": whiteSpace,
  comment,
  "keyword case": keywordCase,
  "`as` dropped": asDropped,
  semicolon,
  "identifier case": identifierCase,
  "quoted name": quotedName,
};

import { pickOne, type Pick } from "../random.js";
import { isWord, selectLists, spliced, sqlTokens, type SqlToken } from "../sql-tokens.js";
import type { SqlMutator } from "./text-mutators.js";

/** Replaces tokens, last first. */
function replaceAll(sql: string, tokens: readonly SqlToken[], text: string): string {
  return tokens.toReversed().reduce((edited, token) => spliced(edited, token, text), sql);
}

const reserved = ["where", "on", "join", "left", "group", "order", "using", "as", "positional", "asof"]; // prettier-ignore
const noAlias = [...reserved, "union", "cross", "semi", "anti", "natural", "full", "right", "limit", "qualify", "window", "except", "intersect", "select", "from"]; // prettier-ignore

/** Places at which a relation of a `from` gets an alias. */
function aliasPlaces(tokens: readonly SqlToken[]): readonly number[] {
  return tokens.flatMap((token, i) => {
    const table = isWord(token, "from", "join") || token.text === ",";
    const relation = isWord(tokens[i + 1], "base", "made", "read") && tokens[i + 2]?.text === ".";
    if (!table || !relation) return [];
    const at = isWord(tokens[i + 4], "as") ? i + 5 : i + 4;
    const alias = tokens[at];
    return alias?.kind === "word" && !isWord(alias, ...noAlias) ? [at] : [];
  });
}

const aliasRenamed: SqlMutator = (sql, pick) => {
  const tokens = sqlTokens(sql);
  const at = pickOne(aliasPlaces(tokens), pick);
  const alias = at === undefined ? undefined : tokens[at]?.text;
  if (alias === undefined) return undefined;
  const uses = tokens.filter((token, i) => isWord(token, alias) && tokens[i - 1]?.text !== ".");
  const defined = new Set(aliasPlaces(tokens).map((place) => tokens[place]));
  const certain = uses.every(
    (token) => defined.has(token) || tokens[tokens.indexOf(token) + 1]?.text === ".",
  );
  return certain ? replaceAll(sql, uses, otherName(alias, tokens, pick)) : undefined;
};

function otherName(name: string, tokens: readonly SqlToken[], pick: Pick): string {
  const taken = new Set(tokens.map(({ text }) => text.toLowerCase()));
  const free = ["other", "rel", `${name}1`, `${name}_2`, "h"].filter((one) => !taken.has(one));
  return pickOne(free, pick) ?? `${name}_3`;
}

const cteRenamed: SqlMutator = (sql, pick) => {
  const tokens = sqlTokens(sql);
  const names = tokens.filter((token, i) => {
    const first = isWord(tokens[i - 1], "with", "recursive") || tokens[i - 1]?.text === ",";
    const [as, open] = [tokens[i + 1], tokens[i + 2]];
    const query = isWord(as, "as") && (open?.text === "(" || isWord(open, "materialized"));
    return token.kind === "word" && token.depth === 0 && first && query;
  });
  const name = pickOne(names, pick)?.text;
  if (name === undefined) return undefined;
  const uses = tokens.filter((token, i) => isWord(token, name) && tokens[i - 1]?.text !== ".");
  const aliased = uses.some((token) => isWord(tokens[tokens.indexOf(token) - 1], "as"));
  return aliased ? undefined : replaceAll(sql, uses, otherName(name, tokens, pick));
};

const columnsOfBase: Readonly<Record<string, readonly string[]>> = {
  a: ["id", "k", "x", "y", "t", "d"],
  b: ["id", "x", "z", "u"],
  c: ["k", "v", "w", "ts"],
  n: ["id", "x", "y", "t", "l", "s", "m"],
};

/** Qualifies a column of a query with one relation. */
const qualifierAdded: SqlMutator = (sql, pick) => {
  const tokens = sqlTokens(sql);
  const bases = tokens.filter((token, i) => token.text === "base" && tokens[i + 1]?.text === ".");
  if (bases.length !== 1 || selectLists(sql).length !== 1) return undefined;
  if (tokens.some((token) => isWord(token, "with", "pivot", "unpivot", "join", "range")))
    return undefined;
  const at = tokens.indexOf(bases[0] ?? tokens[0] ?? never);
  const table = tokens[at + 2]?.text ?? "";
  const alias = aliasPlaces(tokens)[0];
  const qualifier = alias === undefined ? table : (tokens[alias]?.text ?? table);
  const columns = columnsOfBase[table] ?? [];
  const places = tokens.filter(
    (token, i) =>
      i !== at + 2 &&
      isWord(token, ...columns) &&
      ![".", "'"].includes(tokens[i - 1]?.text ?? "") &&
      !isWord(tokens[i - 1], "as", "for", "window", "over", "map") &&
      !["(", ".", ":="].includes(tokens[i + 1]?.text ?? "") &&
      i !== alias &&
      !inNameList(tokens, i),
  );
  const token = pickOne(places, pick);
  return token && spliced(sql, token, `${qualifier}.${token.text}`);
};

const never: SqlToken = { kind: "symbol", text: "", start: 0, end: 0, depth: 0 };

/** True inside of `exclude (...)`, `rename (...)` and the like. */
function inNameList(tokens: readonly SqlToken[], at: number): boolean {
  const depth = tokens[at]?.depth ?? 0;
  for (let i = at; i >= 0; i -= 1) {
    const token = tokens[i];
    if (token?.text === "(" && token.depth <= depth)
      return isWord(tokens[i - 1], "exclude", "rename", "replace", "using", "columns");
  }
  return false;
}

/** Edits of names that mean the same, by name. */
export const nameMutators: Readonly<Record<string, SqlMutator>> = {
  "alias renamed": aliasRenamed,
  "CTE renamed": cteRenamed,
  "qualifier added": qualifierAdded,
};

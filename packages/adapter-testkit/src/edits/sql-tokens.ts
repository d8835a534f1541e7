/** A token of a query with the place where it stands. */
export interface SqlToken {
  readonly kind: "word" | "number" | "text" | "quoted" | "parameter" | "symbol";
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Brackets that are open around it; a bracket is inside of itself. */
  readonly depth: number;
}

const pattern =
  /(?<word>[a-z_][a-z0-9_]*)|(?<number>\d+(?:\.\d+)?)|(?<text>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|(?<parameter>\$\w+)|(?<symbol>::|->>|->|<=|>=|<>|!=|\|\||\/\/|[^\s])/giu;

const kinds = ["word", "number", "text", "quoted", "parameter"] as const;

const blank = /--[^\n]*|\/\*[\s\S]*?\*\//gu;

/** The tokens of a query as the corpus writes them; comments are none. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const plain = sql.replace(blank, (comment) => " ".repeat(comment.length));
  const tokens: SqlToken[] = [];
  let depth = 0;
  for (const match of plain.matchAll(pattern)) {
    const [text] = match;
    const kind = kinds.find((one) => match.groups?.[one] !== undefined) ?? "symbol";
    if ("([{".includes(text)) depth += 1;
    tokens.push({
      kind,
      text,
      start: match.index,
      end: match.index + text.length,
      depth,
    });
    if (")]}".includes(text)) depth -= 1;
  }
  return tokens;
}

/** The query with another text in a place. */
export function spliced(
  sql: string,
  { start, end }: Pick<SqlToken, "start" | "end">,
  text: string,
) {
  return sql.slice(0, start) + text + sql.slice(end);
}

/** An item of a select list. */
export interface ListItem {
  readonly start: number;
  readonly end: number;
  /** The expression without its name. */
  readonly expression: string;
  /** The name that is written behind `as`, or the column that stands alone. */
  readonly name: string | undefined;
}

/** A select list with its items. */
export interface SelectList {
  readonly items: readonly ListItem[];
  /** 0 for a list outside of all brackets. */
  readonly depth: number;
  /** Place of the keyword `select`. */
  readonly start: number;
}

const listEnds = new Set([
  "from",
  "union",
  "except",
  "intersect",
  "where",
  "order",
  "limit",
  ")",
  ";",
]);

/** All select lists of a query, in the order they begin. */
export function selectLists(sql: string): readonly SelectList[] {
  const tokens = sqlTokens(sql);
  return tokens.flatMap((token, i) => (isWord(token, "select") ? [listAt(sql, tokens, i)] : []));
}

/** True for a word in any letter case. */
export function isWord(token: SqlToken | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.text.toLowerCase());
}

function listAt(sql: string, tokens: readonly SqlToken[], select: number): SelectList {
  const { depth, start } = tokens[select] ?? { depth: 0, start: 0 };
  const items: ListItem[] = [];
  let from = afterDistinct(tokens, select + 1);
  for (let i = from; i <= tokens.length; i += 1) {
    const token = tokens[i];
    const same = token?.depth === depth;
    const ends =
      token === undefined ||
      token.depth < depth ||
      (same && listEnds.has(token.text.toLowerCase()));
    if (!ends && !(same && token.text === ",")) continue;
    if (i > from) items.push(itemOf(sql, tokens.slice(from, i)));
    from = i + 1;
    if (ends) break;
  }
  return { items, depth, start };
}

/** The place behind `distinct` and `distinct on (...)`. */
function afterDistinct(tokens: readonly SqlToken[], start: number): number {
  if (!isWord(tokens[start], "distinct")) return start;
  if (!isWord(tokens[start + 1], "on")) return start + 1;
  const { depth = 0 } = tokens[start] ?? {};
  const behind = tokens.findIndex((token, i) => i > start + 2 && token.depth === depth);
  return behind < 0 ? tokens.length : behind;
}

function itemOf(sql: string, tokens: readonly SqlToken[]): ListItem {
  const [first, last] = [tokens[0], tokens.at(-1)];
  const [start, end] = [first?.start ?? 0, last?.end ?? 0];
  const named = isWord(tokens.at(-2), "as");
  const alone =
    last?.kind === "word" &&
    (tokens.length === 1 || (tokens.length === 3 && tokens[1]?.text === "."));
  const expression = named ? sql.slice(start, tokens.at(-3)?.end ?? start) : sql.slice(start, end);
  return { start, end, expression, name: named || alone ? last?.text : undefined };
}

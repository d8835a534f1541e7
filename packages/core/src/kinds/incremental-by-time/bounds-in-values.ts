import { foldName, type Lexis, tokenize } from "@sluice/sql/text";

/** Words that begin a clause; conditions of `where` alone leave the values of a query as they are. */
const clauses = new Set([
  "select",
  "from",
  "on",
  "where",
  "group",
  "having",
  "qualify",
  "window",
  "order",
  "limit",
]);

/**
 * True where a query uses `$start` or `$end` outside of a `where` clause: its values then follow from how time is cut.
 * The `where` of an aggregate's `filter` decides a value too.
 */
export function hasBoundsInValues(sql: string, lexis: Lexis): boolean {
  // The clause of each open parenthesis, innermost last.
  const open: string[] = [""];
  let before = "";
  let isAggregateFilter = false;
  for (const { kind, text } of tokenize(sql, lexis)) {
    const word = foldName(text);
    if (kind === "parameter" && ["$start", "$end"].includes(word) && open.at(-1) !== "where")
      return true;
    if (text === "(") {
      isAggregateFilter = before === "filter";
      open.push(open.at(-1) ?? "");
    } else if (text === ")" && open.length > 1) open.pop();
    else if (kind === "word" && clauses.has(word)) {
      if (!(word === "where" && isAggregateFilter && before === "(")) open[open.length - 1] = word;
    }
    before = word;
  }
  return false;
}

import { closeOf } from "./parse-ctes.js";
import type { Token } from "./lexer.js";

const ends = new Set([
  "using",
  "group",
  "order",
  "limit",
  "offset",
  "union",
  "intersect",
  "except",
]);

/**
 * A PIVOT without a list of values is several statements to DuckDB, which `json_serialize_sql` refuses.
 * The same text with a made-up list names the same relations: returns the offsets where ` in (0)` makes
 * it one, ascending; none where the text has no such PIVOT.
 */
export function pivotGaps(tokens: readonly Token[]): number[] {
  const gaps: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const word = wordAt(tokens, i);
    if (word !== "pivot" && word !== "pivot_wider") continue;
    const on = findOn(tokens, i + 1);
    if (on !== undefined) gaps.push(...elementGaps(tokens, on + 1));
  }
  return [...new Set(gaps)].sort((a, b) => a - b);
}

function wordAt(tokens: readonly Token[], i: number): string {
  const token = tokens[i];
  return token?.kind === "word" ? token.text.toLowerCase() : "";
}

/** The ON that belongs to a PIVOT: the first at its depth that is not one of a JOIN. */
function findOn(tokens: readonly Token[], from: number): number | undefined {
  let joins = 0;
  for (let i = from; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? "";
    if (
      text === "(" &&
      i === from &&
      wordAt(tokens, i - 1) === "pivot" &&
      !startsRelation(tokens, i)
    )
      return;
    if (text === "(" || text === "[" || text === "{") i = closeOf(tokens, i);
    else if (text === ")" || text === ";") return undefined;
    else if (wordAt(tokens, i) === "join") joins += 1;
    else if (wordAt(tokens, i) === "using" && joins > 0) joins -= 1;
    else if (wordAt(tokens, i) === "on" && joins-- === 0) return i;
  }
  return undefined;
}

/** Tells `pivot (select ...) on` from the clause `from t pivot (sum(x) for y in (...))`. */
function startsRelation(tokens: readonly Token[], open: number): boolean {
  return wordAt(tokens, closeOf(tokens, open) + 1) !== "" || wordAt(tokens, open + 1) === "select";
}

function elementGaps(tokens: readonly Token[], from: number): number[] {
  const gaps: number[] = [];
  let listed = false;
  let last = from - 1;
  for (let i = from; ; i++) {
    const text = tokens[i]?.text ?? ")";
    const word = wordAt(tokens, i);
    const end = text === ")" || text === ";" || ends.has(word);
    if (text === "," || end) {
      const token = tokens[last];
      if (!listed && token !== undefined && last >= from) gaps.push(token.end);
      listed = false;
      if (end) return gaps;
    }
    if (word === "in") listed = true;
    if (text === "(" || text === "[" || text === "{") i = closeOf(tokens, i);
    last = i;
  }
}

/** Inserts the made-up lists. */
export function fillGaps(sql: string, gaps: readonly number[]): string {
  let [text, at] = ["", 0];
  for (const gap of gaps) {
    text += sql.slice(at, gap) + filler;
    at = gap;
  }
  return text + sql.slice(at);
}

/** Stands for the values that the data decides; no query is expected to list it. */
export const everyValue = "every value of the column";

const filler = ` in ('${everyValue}')`;

/** The offset in the text before `fillGaps` of an offset after it. */
export function unfilled(offset: number, gaps: readonly number[]): number {
  let result = offset;
  for (const [i, gap] of gaps.entries()) {
    if (offset >= gap + (i + 1) * filler.length) result = offset - (i + 1) * filler.length;
  }
  return result;
}

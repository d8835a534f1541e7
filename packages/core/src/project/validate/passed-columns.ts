import { foldName, type Token } from "@sluice/sql/text";
import { isOperator, isWord, unquoted } from "./filter-operands.js";

/** Columns that a select gives as it reads them. */
export interface PassedColumns {
  /** By folded name of the output, the parts of the name that is read: `o.ordered_at`. */
  readonly named: ReadonlyMap<string, readonly string[]>;
  /** Folded names of expressions. */
  readonly made: ReadonlySet<string>;
  /** A `*` gives all columns under their own names. */
  readonly star: boolean;
}

/** Reads the select list that follows the word `select` at a position. What is an expression is left out. */
export function passedColumns(tokens: readonly Token[], select: number): PassedColumns {
  const named = new Map<string, readonly string[]>();
  const made = new Set<string>();
  let star = false;
  for (const item of listItems(tokens, select)) {
    if (item.length === 1 && isOperator(item[0], "*")) star = true;
    const plain = plainItem(item);
    const last = item.at(-1);
    if (plain) named.set(foldName(plain.output), plain.read);
    else if (last) made.add(foldName(nameOf(last)));
  }
  return { named, made, star };
}

/** Tokens of the items of a select list. */
function listItems(tokens: readonly Token[], select: number): readonly (readonly Token[])[] {
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(select + 1)) {
    if (isOperator(token, "(") || isOperator(token, "[") || isOperator(token, "{")) depth += 1;
    if (isOperator(token, ")") || isOperator(token, "]") || isOperator(token, "}")) depth -= 1;
    if (depth < 0 || (depth === 0 && isWord(token, "from"))) break;
    if (depth === 0 && isOperator(token, ",")) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}

/** `x`, `t.x`, and each of them with `as y`; undefined for anything else. */
function plainItem(item: readonly Token[]) {
  const isName = (at: number) => item[at]?.kind === "word" || item[at]?.kind === "quoted";
  const last = isOperator(item[1], ".") ? 2 : 0;
  if (!isName(0) || !isName(last)) return undefined;
  const read = item
    .slice(0, last + 1)
    .filter((_, i) => i !== 1)
    .map(nameOf);
  const isNamed = item.length === last + 3 && isWord(item[last + 1], "as") && isName(last + 2);
  if (!isNamed && item.length !== last + 1) return undefined;
  const output = item.at(-1);
  return output && { read, output: nameOf(output) };
}

function nameOf({ kind, text }: Token): string {
  return kind === "quoted" ? unquoted(text) : text;
}

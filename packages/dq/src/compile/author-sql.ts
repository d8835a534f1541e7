import { SluiceError, type CallOptions } from "@sluice/core/adapter";

/** SQL an author wrote inside a check. */
export interface AuthorText {
  readonly type: "expression" | "query";
  readonly text: string;
}

/** Renders a whole query: plain names and $parameters replaced. Raises when it is not exactly one query. */
export type RenderQuery = (query: string, options?: CallOptions) => Promise<string>;

/**
 * SQL of an author's text, its names and parameters rendered. Rejects when the text is not one expression, or one
 * query, on its own: nothing in it may close our parentheses or open a comment around our text.
 */
export async function renderAuthorText(
  { type, text }: AuthorText,
  render: RenderQuery,
  options?: CallOptions,
): Promise<string> {
  if (type === "query") return withoutSemicolon(await render(text, options));
  if (isPlain(text)) return text;
  const before = "select (\n";
  const after = "\n) as sluice_value";
  // Between `when` and `then` a text that closes a parenthesis it did not open is no SQL; between parentheses a
  // text that ends the `case` is none. What parses in both places is one expression.
  await render(`select case when\n${text}\nthen 1 end as sluice_value`, options);
  const rendered = await render(`${before}${text}${after}`, options);
  if (!rendered.startsWith(before) || !rendered.endsWith(after)) throw notInline(text);
  return rendered.slice(before.length, -after.length);
}

/** A text as a whole query, by which it can be found out whether it parses and what it reads. */
export function queryOf({ type, text }: AuthorText): string {
  return type === "query" ? text : `select (\n${text}\n) as sluice_value`;
}

/** SQL in parentheses, without a second pair around one of the author's own. */
export function inParentheses(sql: string): string {
  if (isPlain(sql) && isEnclosed(sql)) return sql;
  // The line break keeps a trailing comment from swallowing the parenthesis.
  return /--|#/.test(sql) ? `(\n${sql}\n)` : `(${sql})`;
}

/** True when a plain text is one pair of parentheses and what they hold. */
function isEnclosed(text: string): boolean {
  if (!text.startsWith("(")) return false;
  const unquoted = text.replace(quotedText, (quoted) => "_".repeat(quoted.length));
  let depth = 0;
  for (let i = 0; i < unquoted.length; i++) {
    if (unquoted[i] === "(") depth++;
    if (unquoted[i] === ")" && --depth === 0) return i === unquoted.length - 1;
  }
  return false;
}

function withoutSemicolon(query: string): string {
  return query.replace(/;\s*$/, "");
}

const quotedText = /'[^']*'|"[^"]*"/g;
const keywords = /\b(?:select|from|with|values|table|pivot|unpivot|summarize|describe|show)\b/i;

/**
 * True when a text can be judged without a parser: no comments, escapes, parameters or subqueries, quotes closed,
 * parentheses balanced. It then cannot reach outside the parentheses it is put in.
 */
export function isPlain(text: string): boolean {
  if (/--|\/\*|[;\\$#`@]|'''|"""/.test(text) || keywords.test(text)) return false;
  const unquoted = text.replace(quotedText, "");
  if (/['"]/.test(unquoted)) return false;
  let depth = 0;
  for (const char of unquoted) {
    if (char === "(") depth++;
    if (char === ")" && --depth < 0) return false;
  }
  return depth === 0;
}

function notInline(text: string): SluiceError {
  return new SluiceError({
    code: "DQ.CHECK_ERROR",
    message: `The expression reads something that cannot stand inside an expression: ${text.slice(0, 200)}`,
    hints: ["Write it as a `sql` check: a query that gives the failing rows."],
  });
}

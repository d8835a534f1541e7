import type { CheckNames, CheckRun } from "@sluice/core";
import { readableIdentifier, SluiceError, type CallOptions } from "@sluice/core/adapter";
import type { ParsedCheck } from "../spec/kind.js";
import { inParentheses, renderAuthorText, type AuthorText } from "./author-sql.js";
import { SELF, type Scope } from "./scope.js";

/** SQL of authors' texts with their names replaced. */
export type RenderedTexts = Map<string, string>;

/** Renders the texts of a check that are not among the rendered ones yet. */
export async function renderTexts(
  { texts }: Pick<ParsedCheck, "texts">,
  names: CheckNames,
  into: { readonly rendered: RenderedTexts; readonly options: CallOptions | undefined },
): Promise<void> {
  for (const text of texts) {
    const key = keyOf(text);
    if (into.rendered.has(key)) continue;
    into.rendered.set(key, await renderAuthorText(text, names.renderQuery, into.options));
  }
}

export function runScope(run: CheckRun, rendered: RenderedTexts): Scope {
  // The subquery takes the alias whatever the relation is: a table, a call that reads files, another subquery.
  const from = `(select * from ${run.relation}) as ${SELF}`;
  return {
    ...textsOf(rendered),
    dialect: run.dialect,
    from,
    fromSelf: from,
    now: run.now,
    within: within(run, (name) => run.dialect.quoteIdentifier(name)),
    identifier: (name) => run.dialect.quoteIdentifier(name),
    table: (name) => run.resolve(name),
    columnsOf: run.columnsOf,
  };
}

/** The scope in which one check is shown: what a user would type. */
export async function displayScope(
  parsed: ParsedCheck,
  run: CheckRun,
  options: CallOptions | undefined,
): Promise<Scope> {
  const rendered: RenderedTexts = new Map();
  await renderTexts(parsed, run.plain, { rendered, options });
  const { relation } = run.plain;
  const named = parsed.texts.some(
    ({ type, text }) => type === "expression" && /\bself\b/i.test(text),
  );
  const fromSelf = `${relation} as ${SELF}`;
  return {
    ...textsOf(rendered),
    dialect: run.dialect,
    from: named ? fromSelf : relation,
    fromSelf,
    now: run.now,
    within: within(run, (name) => readableIdentifier(name, run.dialect)),
    identifier: (name) => readableIdentifier(name, run.dialect),
    table: (name) => run.plain.resolve(name),
    columnsOf: run.columnsOf,
  };
}

function within({ time }: CheckRun, identifier: (name: string) => string): Scope["within"] {
  return (last) => {
    if (time) return `${identifier(time.column)} >= ${time.since(last)}`;
    throw new SluiceError({
      code: "INTERNAL.BUG",
      message: "A check of a relation's last rows was compiled where it has no time.",
    });
  };
}

function textsOf(rendered: RenderedTexts): Pick<Scope, "expression" | "query"> {
  const find = (text: AuthorText) => {
    const sql = rendered.get(keyOf(text));
    if (sql !== undefined) return sql;
    throw new SluiceError({ code: "INTERNAL.BUG", message: "An author's SQL was not rendered." });
  };
  return {
    expression: (text) => inParentheses(find({ type: "expression", text })),
    query: (text) => find({ type: "query", text }),
  };
}

function keyOf({ type, text }: AuthorText): string {
  return `${type}:${text}`;
}

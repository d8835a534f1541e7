import type { CheckRun } from "@sluice/core";
import { SluiceError } from "@sluice/core/adapter";
import type { AuthorText } from "../spec/kind.js";
import { showAuthorText } from "./author-sql.js";
import { SELF, type Scope } from "./scope.js";

/** Rendered SQL of authors' texts. */
export type RenderedTexts = ReadonlyMap<string, string>;

/** Key of a text in {@link RenderedTexts}. */
export function textKey({ type, text }: AuthorText): string {
  return `${type}:${text}`;
}

/** The scope in which checks run: physical relations, rendered texts. */
export function runScope(run: CheckRun, texts: RenderedTexts): Scope {
  const rendered = (text: AuthorText) => {
    const sql = texts.get(textKey(text));
    if (sql !== undefined) return sql;
    throw new SluiceError({ code: "INTERNAL.BUG", message: "An author's SQL was not rendered." });
  };
  return {
    dialect: run.dialect,
    from: `(select * from ${run.relation}) as ${SELF}`,
    now: run.now,
    expression: (text) => rendered({ type: "expression", text }),
    query: (text) => rendered({ type: "query", text }),
    table: (name) => run.resolve(name),
  };
}

/** The scope in which checks are shown: what a user would type. */
export function displayScope(run: CheckRun): Scope {
  return {
    dialect: run.dialect,
    from: `${run.model} as ${SELF}`,
    now: run.now,
    expression: (text) => showAuthorText({ type: "expression", text }),
    query: (text) => showAuthorText({ type: "query", text }),
    table: (name) => name,
  };
}

import type { Query, TreeResult } from "@sluice/core/adapter";
import { tokenize, type Token } from "../lexer.js";
import { unquoted } from "../parse-ctes.js";
import { fillGaps, pivotGaps } from "../pivot.js";
import { Fields, Unreadable, unreadable } from "./fields.js";
import { readExpression } from "./read-expression.js";
import { readQuery } from "./read-query.js";
import { readRelation } from "./read-relation.js";
import type { Readers } from "./readers.js";
import { readJson } from "./read-values.js";

/** Serialises texts with `json_serialize_sql`, empty lists included: one JSON text each, in order. */
export type SerializeAll = (texts: readonly string[]) => Promise<readonly string[]>;

/** The trees of queries, in order. */
export async function syntaxTrees(
  texts: readonly string[],
  serialize: SerializeAll,
): Promise<readonly TreeResult[]> {
  const written = await serialize(texts);
  const results: TreeResult[] = [];
  for (const [i, text] of texts.entries()) {
    const result = readTree(text, written[i] ?? "");
    results.push(result ?? (await readFilled(text, serialize)));
  }
  return results;
}

/** The tree of a query with a PIVOT whose values the data decides, which DuckDB serialises only with a list of values. */
async function readFilled(text: string, serialize: SerializeAll): Promise<TreeResult> {
  const gaps = pivotGaps(tokenize(text));
  const filled = fillGaps(text, gaps);
  const [json] = gaps.length === 0 ? [] : await serialize([filled]);
  const result = json === undefined ? undefined : readTree(filled, json);
  return result ?? { ok: false, reason: "the query does not parse" };
}

/** The tree in a JSON text; undefined where DuckDB could not serialise the query. */
function readTree(text: string, json: string): TreeResult | undefined {
  try {
    const root = new Fields(readJson(json));
    if (root.flag("error")) return undefined;
    const statements = root.list("statements");
    if (statements.length !== 1) return { ok: false, reason: "the text is not one query" };
    const query = readers.statement(statements[0]);
    return { ok: true, tree: { query: withHints(query, text), exact: true } };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ok: false, reason: error.message };
  }
}

const readers: Readers = {
  expression: (json) => readExpression(json, readers),
  query: (json) => readQuery(json, readers),
  statement: (json) => {
    const fields = new Fields(json);
    const query = readQuery(fields.take("node"), readers);
    // Parameters are in the query, by their names.
    for (const entry of fields.list("named_param_map")) expectParameter(entry);
    fields.done();
    return query;
  },
  relation: (json) => readRelation(json, readers),
};

function expectParameter(json: unknown): void {
  const parameter = new Fields(json);
  parameter.take("key");
  parameter.take("value");
  parameter.done();
}

/**
 * `materialized` and `not materialized`, which DuckDB's JSON lacks. They are given to the first CTE of the query, with
 * the name in front of each.
 */
function withHints(query: Query, text: string): Query {
  if (!/\bmaterialized\b/i.test(text)) return query;
  const hints = hintsOf(tokenize(text));
  if (hints.length === 0) return query;
  const [first, ...others] = query.ctes;
  if (first === undefined) return unreadable("materialized inside of a query is not understood");
  return { ...query, ctes: [{ ...first, materialized: hints.join(", ") }, ...others] };
}

function hintsOf(tokens: readonly Token[]): readonly string[] {
  const word = (i: number) => (tokens[i]?.kind === "word" ? tokens[i].text.toLowerCase() : "");
  return tokens.flatMap((_, i) => {
    if (word(i) !== "materialized") return [];
    const not = word(i - 1) === "not";
    const as = not ? i - 2 : i - 1;
    if (word(as) !== "as") return [];
    return [`${nameBefore(tokens, as)} ${not ? "not materialized" : "materialized"}`];
  });
}

/** The word that ends before a place, without a list in parentheses behind it. */
function nameBefore(tokens: readonly Token[], at: number): string {
  let i = at - 1;
  if (tokens[i]?.text === ")") while (i > 0 && tokens[i]?.text !== "(") i -= 1;
  const name = tokens[tokens[i]?.text === "(" ? i - 1 : i];
  return name === undefined ? "" : unquoted(name).toLowerCase();
}

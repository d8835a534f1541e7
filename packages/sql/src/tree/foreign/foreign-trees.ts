import type { TreeResult } from "../syntax-tree.js";
import { Unreadable } from "./json.js";
import { loadParser, type Parse, type ParsedLanguage } from "./load-parser.js";
import type { Around } from "./read-expression.js";
import { readQuery } from "./read-query.js";

/** The trees of queries by a parser of many dialects, in order. Such trees may lack what the parser does not know. */
export async function foreignTrees(
  texts: readonly string[],
  language: ParsedLanguage,
): Promise<readonly TreeResult[]> {
  const parse = await loadParser(language);
  if (parse === undefined)
    return texts.map(() => ({ ok: false, reason: `no parser of ${language.name} is installed` }));
  return texts.map((sql) => foreignTree(sql, parse));
}

const around: Around = { query: readQuery, windows: new Map() };

function foreignTree(sql: string, parse: Parse): TreeResult {
  try {
    const node = parse(sql);
    if (node === undefined) return { ok: false, reason: "the query does not parse" };
    return { ok: true, tree: { query: readQuery(node, around), exact: false } };
  } catch (error) {
    // Whatever goes wrong in a parser that is not ours, there is no tree.
    const reason =
      error instanceof Unreadable ? error.message : `the parser failed: ${String(error)}`;
    return { ok: false, reason };
  }
}

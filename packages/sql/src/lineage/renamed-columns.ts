import type { SqlLanguage } from "../text/sql-language.js";
import { foldName } from "../text/name.js";
import type { TreeResult } from "../tree/syntax-tree.js";
import { analyzeQuery } from "./analyze-query.js";
import { renamedKey } from "./distinct-names.js";
import type { LineageInput } from "./lineage-input.js";

/** A column of an inner query that is read by a name which the engine made up for it. */
export interface RenamedColumn {
  /** The name that two columns of the inner query were given. */
  readonly given: string;
  /** The name that the engine made up for the second. */
  readonly name: string;
}

/**
 * The first column that a query reads, or passes on in its output, under a made-up name. Undefined where there is none,
 * or where the query is not understood in full.
 */
export function renamedColumn(
  input: Omit<LineageInput, "model">,
  result: TreeResult,
  language: SqlLanguage,
): RenamedColumn | undefined {
  const candidates = [...new Set([...input.columns, ...wordsOf(input.sql)].map(foldName))].flatMap(
    (name) => givenNames(name).map((given) => ({ given, name })),
  );
  if (candidates.length === 0) return undefined;
  const analysis = analyzeQuery(input, result, { language, noteRenamed: true });
  if (typeof analysis === "string") return undefined;
  const words = new Set(wordsOf(input.sql).map(foldName));
  return candidates.find(({ given, name }) => {
    const key = renamedKey(given, name);
    const isRead = [...analysis.columns, analysis.rows, analysis.named].some((set) => set.has(key));
    const passesOn = input.columns.some(
      (column, i) =>
        foldName(column) === name &&
        analysis.certain[i] === true &&
        analysis.columns[i]?.has(key) === true,
    );
    return passesOn || (isRead && words.has(name));
  });
}

function wordsOf(sql: string): readonly string[] {
  return sql.match(/[\p{L}\p{N}_]+_\d+(?![\p{L}\p{N}_])/gu) ?? [];
}

/** The name in front of a made-up ending. */
function givenNames(name: string): readonly string[] {
  const [, given] = /^(.+)_\d+$/u.exec(name) ?? [];
  return given === undefined ? [] : [given];
}

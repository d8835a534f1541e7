import type { QueryReader } from "../tree/tree-reader.js";
import { analyzeQuery, type Analysis } from "./analyze-query.js";
import type { LineageInput } from "./lineage-input.js";
import { inputKey } from "./relation.js";

/** Columns of one parent whose values a query reads, in the parent's order. */
export type ColumnsRead = readonly string[] | "all";

/**
 * By model and parent the columns whose values are read anywhere in the query, or `all` where that is not
 * certain. Which rows a parent has is always read besides: no column of it may be (`count(*)`), and the query
 * still depends on it.
 */
export async function columnsRead(
  inputs: readonly LineageInput[],
  { language, read }: QueryReader,
): Promise<ReadonlyMap<string, ReadonlyMap<string, ColumnsRead>>> {
  const trees = await read(inputs.map(({ sql }) => sql));
  return new Map(
    inputs.map((input, i) => {
      const result = trees[i] ?? { ok: false as const, reason: "the query was not read" };
      return [input.model, readBy(input, analyzeQuery(input, result, { language }))];
    }),
  );
}

function readBy(
  { parents }: LineageInput,
  analysis: Analysis | string,
): ReadonlyMap<string, ColumnsRead> {
  if (typeof analysis === "string")
    return new Map([...parents.keys()].map((name) => [name, "all"]));
  const sets = [...analysis.columns, analysis.rows, analysis.named];
  const isRead = (parent: string, column: string) => {
    const key = inputKey(parent, column);
    return sets.some((set) => set.has(key));
  };
  return new Map(
    [...parents].map(([parent, columns]) => [
      parent,
      columns.filter((column) => isRead(parent, column)),
    ]),
  );
}

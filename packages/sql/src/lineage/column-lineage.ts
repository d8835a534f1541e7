import type { QueryReader } from "../tree/tree-reader.js";
import { analyzeQuery } from "./analyze-query.js";
import type { LineageInput } from "./lineage-input.js";
import { parseInputKey } from "./relation.js";

/** Columns that a column is made from. */
export interface ColumnLineage {
  readonly model: string;
  readonly column: string;
  /** Direct inputs; `certain` false means: may read any column of the parents. */
  readonly certain: boolean;
  readonly inputs: readonly { readonly model: string; readonly column: string }[];
}

/**
 * For every output column the columns its values are made from. Columns that only decide which rows there
 * are (filters, join conditions, groups) are not among them. Where a query is not understood in full, each of
 * its columns is uncertain and lists every column of every parent.
 */
export async function columnLineage(
  inputs: readonly LineageInput[],
  { language, read }: QueryReader,
): Promise<readonly ColumnLineage[]> {
  const trees = await read(inputs.map(({ sql }) => sql));
  return inputs.flatMap((input, at) => {
    const result = trees[at] ?? { ok: false as const, reason: "the query was not read" };
    const analysis = analyzeQuery(input, result, { language });
    return input.columns.map((column, i): ColumnLineage => {
      const found = typeof analysis === "string" ? undefined : analysis.columns[i];
      return {
        model: input.model,
        column,
        certain: typeof analysis !== "string" && analysis.certain[i] === true,
        inputs: found === undefined ? everyColumn(input) : [...found].sort().map(parseInputKey),
      };
    });
  });
}

function everyColumn({ parents }: LineageInput): ColumnLineage["inputs"] {
  return [...parents].flatMap(([model, columns]) => columns.map((column) => ({ model, column })));
}

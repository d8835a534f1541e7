import type { ColumnLineage } from "../workspace/workspace.js";
import { analyzeQuery, type LineageInput } from "./analyze-query.js";
import { loadParser } from "./parse-tree.js";
import { parseInputKey } from "./relation.js";

export type { LineageInput } from "./analyze-query.js";

/**
 * For every output column the columns its values are made from. Columns that only decide which rows there
 * are (filters, join conditions, groups) are not among them. Where a query is not understood in full, each of
 * its columns is uncertain and lists every column of every parent.
 */
export async function columnLineage(
  inputs: readonly LineageInput[],
  dialect: string,
): Promise<readonly ColumnLineage[]> {
  const parse = await loadParser(dialect);
  return inputs.flatMap((input) => {
    const analysis = analyzeQuery(input, parse);
    return input.columns.map((column, i): ColumnLineage => {
      const certain = typeof analysis === "string" ? undefined : analysis.columns[i];
      const all = certain && new Set(certain);
      return {
        model: input.model,
        column,
        certain: all !== undefined,
        inputs: all === undefined ? everyColumn(input) : [...all].sort().map(parseInputKey),
      };
    });
  });
}

function everyColumn({ parents }: LineageInput): ColumnLineage["inputs"] {
  return [...parents].flatMap(([model, columns]) => columns.map((column) => ({ model, column })));
}

import type { SqlRunner } from "../warehouse/warehouse-adapter.js";
import { hashQuery, readHashes } from "../plan/inputs/hash-query.js";
import type { InputHash } from "../state/input-hash.js";
import type { Interval } from "../time/intervals/interval-set.js";
import type { Execution } from "./execution.js";
import { rowsOf } from "./rows-of.js";
import type { RunInput } from "./run-inputs.js";

/** Hashes the rows that an input has now in some ranges, each within one unit: one scan. */
export async function hashInput(
  input: RunInput,
  ranges: readonly Interval[],
  { runner, dialect }: { readonly runner: SqlRunner } & Pick<Execution, "dialect">,
): Promise<readonly InputHash[]> {
  if (ranges.length === 0) return [];
  const rows = await rowsOf(runner, hashQuery(input, ranges, dialect));
  const found = readHashes(rows, ranges, { rows: input, dialect });
  const { name, definition } = input;
  return ranges.map((range) => {
    const { start, end } = range;
    const { rows: count, hash } = found.get(range) ?? { rows: 0, hash: "0" };
    return { input: name, definition, start, end, rows: count, hash };
  });
}

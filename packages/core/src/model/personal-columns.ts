import type { ColumnSpec } from "./model.js";

/** Names of the columns that hold personal data. */
export function personalColumns({
  columns,
}: {
  readonly columns: readonly ColumnSpec[];
}): readonly string[] {
  return columns.filter(({ pii }) => pii).map(({ name }) => name);
}

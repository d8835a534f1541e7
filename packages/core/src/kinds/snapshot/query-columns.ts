import { type ColumnInfo, foldName } from "@sluice/sql/text";
import type { ModelKind } from "../../model/kind.js";
import { validityColumns } from "./snapshot-settings.js";

/** Columns of a model's query, given those of its table: a snapshot has some more. */
export function queryColumns(
  kind: ModelKind,
  columns: readonly ColumnInfo[],
): readonly ColumnInfo[] {
  if (kind.type !== "snapshot") return columns;
  const { from, to, deleted } = validityColumns;
  // Without rows for deletions the query may have a column of that name itself.
  const added: readonly string[] =
    kind.hard_deletes === "new_record" ? [from, to, deleted] : [from, to];
  return columns.filter(({ name }) => !added.includes(foldName(name)));
}

import { type ColumnInfo, foldName } from "@sluice/sql/text";
import type { ModelKind } from "../model/kind.js";
import { kindOf } from "./all-kinds.js";

/** Columns of a model's query, given those of its table: a snapshot has some more. */
export function queryColumns(
  kind: ModelKind,
  columns: readonly ColumnInfo[],
): readonly ColumnInfo[] {
  const added = kindOf(kind).addedColumns(kind);
  return added.length === 0
    ? columns
    : columns.filter(({ name }) => !added.includes(foldName(name)));
}

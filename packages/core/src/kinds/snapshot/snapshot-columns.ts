import { type ColumnInfo, columnNamed } from "@sluice/sql/text";
import type { Dialect, TypeKind } from "../../warehouse/dialect.js";
import { SluiceError } from "../../base/errors/sluice-error.js";
import type { SnapshotOptions } from "../../model/kind.js";
import { dateColumnOf, validityColumns } from "./snapshot-settings.js";

/**
 * The columns of a snapshot's table: those of its query, `valid_from` and `valid_to` (of the type of the column that
 * dates a version; a timestamp in UTC where the run does), and `is_deleted` where deletions get a row.
 */
export function snapshotColumns(
  query: readonly ColumnInfo[],
  options: SnapshotOptions,
  dialect: Dialect,
): readonly ColumnInfo[] {
  const type = validityType(query, options, dialect);
  const { from, to, deleted } = validityColumns;
  const added: ColumnInfo[] = [
    { name: from, type, nullable: false },
    { name: to, type, nullable: options.current === undefined },
  ];
  if (options.hard_deletes === "new_record")
    added.push({ name: deleted, type: simpleType("boolean", dialect), nullable: false });
  return [...query, ...added];
}

/** The type of `valid_from` and `valid_to`. */
export function validityType(
  query: readonly ColumnInfo[],
  options: SnapshotOptions,
  dialect: Dialect,
): string {
  const date = dateColumnOf(options);
  const column = date === undefined ? undefined : columnNamed(query, date);
  return column?.type ?? simpleType("timestamp", dialect);
}

/** The engine's type of a kind that every engine has. */
export function simpleType(kind: TypeKind, dialect: Dialect): string {
  const type = dialect.typeFor(kind);
  if (type !== undefined) return type;
  throw new SluiceError({
    code: "CAPABILITY.UNSUPPORTED",
    message: `${dialect.name} has no type for ${kind}, which snapshots need.`,
  });
}

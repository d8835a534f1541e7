import type { BuildInput, Options } from "./table.js";

/** A table that may have a further column, `note`. */
export interface Noted {
  readonly hasNote?: boolean;
}

/** What becomes of the column `note` of a table whose rows stay. */
export type ColumnChange = "none" | "added" | "dropped" | "begins anew";

/**
 * E5: under `append` the column of before stays, and a new one has no value in the rows there are. E6: under `sync` the column
 * is dropped. E7: under `rebuild` the table begins anew.
 */
export function columnChange(table: Noted, { note, onSchemaChange }: Options): ColumnChange {
  const isSame = (table.hasNote === true) === (note === true);
  if (onSchemaChange === undefined || isSame) return "none";
  if (onSchemaChange === "rebuild") return "begins anew";
  if (note === true) return "added";
  return onSchemaChange === "sync" ? "dropped" : "none";
}

/** E8: under `fail` a query that gives other columns than the table has is refused. */
export function isRefused(table: Noted | undefined, { options, option }: BuildInput): boolean {
  if (!table || options.onSchemaChange !== "fail" || option === "rebuild") return false;
  return (table.hasNote === true) !== (options.note === true);
}

/** The value of `note` that the query gives for a row. */
export function noteOf({ id }: { readonly id: number }, { note }: Options): number | undefined {
  return note === true ? id * 10 : undefined;
}

/** A row with its note, if it has one. */
export function withNote({
  text,
  note,
}: {
  readonly text: string;
  readonly note?: number | undefined;
}) {
  return note === undefined ? text : `${text} ${note}`;
}

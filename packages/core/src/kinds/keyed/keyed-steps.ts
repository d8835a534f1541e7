import type { Dialect, RelationRef } from "../../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { Row } from "../../warehouse/values.js";
import { diagnostic } from "../../base/errors/sluice-error.js";
import { counted, countIn, type Guard } from "./guard.js";

/** What every step needs to know of a table and the rows that come to it. */
export interface StagedRows {
  readonly target: RelationRef;
  /** SQL text of a relation that holds the rows of the query, to stand after `from`. It is read several times. */
  readonly source: string;
  /** Columns of the query. The table may have more, which are null in rows that are written. */
  readonly columns: readonly ColumnInfo[];
  readonly dialect: Dialect;
  /** The run's `$now`. */
  readonly now: Date;
}

/** A statement that writes, and what each row it reports was. */
export interface WriteStep {
  readonly sql: string;
  /** `replace`: removes a row that a later `insert` writes again with other values; `update`: changes it in place. */
  readonly effect: "delete" | "replace" | "update" | "insert";
}

/** What brings a table up to date, to be run in order in one transaction: every guard first, then every write. */
export interface RowSteps {
  readonly guards: readonly Guard[];
  /** Changes that are staged before they are written. */
  readonly changes?: StagedChanges | undefined;
  readonly writes: readonly WriteStep[];
  /** Asked after the writes: a query of one row with `waiting`, the earliest time that has not come yet. */
  readonly waiting?: string | undefined;
  /** Every key of which rows are written stands in the staged rows, or in the staged changes; absent where rows have none. */
  readonly keys?:
    { readonly in: "rows" | "changes"; readonly columns: readonly string[] } | undefined;
}

/** Changes in a table of their own. Without changes the writes are left out. */
export interface StagedChanges {
  /** Creates the table. */
  readonly stage: string;
  /** A query of one row, from which `rows` reads how many rows will be written. */
  readonly count: string;
  readonly rows: (row: Row) => number;
}

/** How many rows of a table changed. */
export interface RowChanges {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What the writes did, from the rows the engine reports for each of them. */
export function rowChanges(
  done: readonly { readonly effect: WriteStep["effect"]; readonly rows: number }[],
): RowChanges {
  const total = (effect: WriteStep["effect"]) =>
    done.filter((step) => step.effect === effect).reduce((sum, { rows }) => sum + rows, 0);
  const replaced = total("replace");
  return {
    inserted: total("insert") - replaced,
    updated: replaced + total("update"),
    deleted: total("delete"),
  };
}

/** Refuses rows whose time is null: `$since` would never find them again. */
export function nullTimeGuard(
  option: "updated_at" | "time",
  column: string,
  { source, dialect }: StagedRows,
): Guard {
  const predicate = `${dialect.quoteIdentifier(column)} is null`;
  return {
    sql: `select count(*) as _sluice_rows from ${source} where ${predicate}`,
    finding: ([row]) => {
      const rows = countIn(row, "_sluice_rows");
      if (rows === 0) return undefined;
      return diagnostic({
        code: "RUN.TIME_NULL",
        message: `\`${column}\`, the model's \`${option}\`, is null in ${counted(rows, "row")} of the query.`,
        why: "A comparison with `$since` never finds such rows, so that later changes of them would be lost.",
        hints: [
          `Give them a time in the query, such as \`coalesce(${column}, created_at)\`, or leave them out.`,
        ],
      });
    },
  };
}

import type { Dialect, RelationRef } from "../../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";
import type { Row } from "../../warehouse/values.js";
import type { SnapshotOptions } from "../../model/kind.js";
import type { WriteStep } from "../keyed/keyed-steps.js";
import { changeColumns } from "./change-columns.js";
import { changesSelect } from "./snapshot-changes.js";
import { snapshotColumns } from "./snapshot-columns.js";
import { snapshotGuards, type SnapshotGuard } from "./snapshot-guards.js";
import { validityColumns } from "./snapshot-settings.js";
import { snapshotSql, type SnapshotSql } from "./snapshot-sql.js";

/** What the statements of a snapshot are made from. */
export interface SnapshotInput {
  /** The snapshot's table; it exists, with the columns of `snapshotColumns`. */
  readonly target: RelationRef;
  /** The rows of the query, staged, to stand after `from`; read more than once. */
  readonly source: string;
  /** Where the changes are staged: a table that does not exist. */
  readonly changes: RelationRef;
  /** The columns of the query. */
  readonly columns: readonly ColumnInfo[];
  readonly options: SnapshotOptions;
  /** The run's `$now`. */
  readonly now: Date;
  readonly dialect: Dialect;
}

/** The statements that bring a snapshot up to date, in order, to be run in one transaction. */
export interface SnapshotSteps {
  /** To be run first, one by one: rows mean a refusal, see `guardRefusal`. */
  readonly guards: readonly SnapshotGuard[];
  /** Stages the changes, one row for each key that changed. */
  readonly stage: string;
  /** Gives one row, read by `snapshotCounts`. */
  readonly count: string;
  /** Write the staged changes; to be left out when there are none. */
  readonly writes: readonly WriteStep[];
}

/** What the staged changes will write. */
export interface SnapshotCounts {
  /** Keys that changed; 0: there is nothing to write. */
  readonly keys: number;
  /** Rows to be added. */
  readonly inserted: number;
  /** Rows whose `valid_to` will be set earlier. */
  readonly ended: number;
}

const { from, to } = validityColumns;
const { inserts, ends, replaces } = changeColumns;

/** The statements that bring a snapshot up to date with the rows of its query. */
export function snapshotSteps(input: SnapshotInput): SnapshotSteps {
  const { dialect, source } = input;
  const sql = snapshotSql(input.columns, input.options, input);
  const select = changesSelect(sql, { target: dialect.relation(input.target), source });
  return {
    guards: snapshotGuards(sql, source),
    stage: dialect.createTableAs(input.changes, select),
    count:
      `select count(*) as changed_keys, ${dialect.countIf(inserts)} as inserted,\n` +
      `  count(${ends}) + count(${replaces}) as ended\nfrom ${dialect.relation(input.changes)}`,
    writes: writesOf(sql, input),
  };
}

/** Reads the row of `count`. */
export function snapshotCounts(row: Row): SnapshotCounts {
  const number = (name: string) => Number(row[name]);
  return { keys: number("changed_keys"), inserted: number("inserted"), ended: number("ended") };
}

/** Rows that are there only ever get an earlier end; everything else is an insert. */
function writesOf(sql: SnapshotSql, input: SnapshotInput): readonly WriteStep[] {
  const { dialect, target, options, columns } = input;
  const changes = dialect.relation(input.changes);
  const endRows = (start: string, end: string): WriteStep => ({
    effect: "update",
    sql: dialect.updateFrom(
      target,
      { [to]: end },
      {
        alias: "t",
        from: `${changes} as c`,
        match: `${sql.sameKey("t", "c")} and t.${from} = c.${start} and ${sql.isEffective("t")}`,
      },
    ),
  });
  const names = snapshotColumns(columns, options, dialect).map(({ name }) => name);
  const list = names.map((name) => sql.column("c", name)).join(", ");
  const { backDates, strategy } = sql.settings;
  return [
    endRows(ends, `c.${from}`),
    ...(backDates && strategy === "check" ? [endRows(replaces, `t.${from}`)] : []),
    {
      effect: "insert",
      sql: dialect.insertSelect(
        target,
        names,
        `select ${list}\nfrom ${changes} as c\nwhere c.${inserts}`,
      ),
    },
  ];
}

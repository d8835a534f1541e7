import { columnNamed } from "@sluice/sql/text";
import { diagnostic } from "../../base/errors/sluice-error.js";
import type { AppendOptions } from "../../model/kind.js";
import { countIn, type Guard } from "../keyed/guard.js";
import { nullTimeGuard, type RowSteps, type StagedRows } from "../keyed/keyed-steps.js";
import { columnList } from "../keyed/row-sql.js";
import { nowBound } from "../keyed/since.js";
import { waitingQuery } from "./waiting.js";

/** What an append needs. */
export interface AppendInput extends StagedRows {
  readonly options: AppendOptions;
}

/** The parts of the SQL that several statements share. */
interface Append extends AppendInput {
  readonly names: readonly string[];
  /** The quoted time column. */
  readonly time: string;
  /** The greatest time the table has, null when it has no rows. */
  readonly greatest: string;
}

/**
 * Adds rows to a table. Without `time`, all of them. With `time`, those later than every row of the table; of those at
 * exactly its greatest time the ones it does not hold yet, compared over all columns and counted, so that an append
 * done twice writes nothing the second time and a row that comes late at that time is not lost. Rows earlier than that
 * count as added before; rows after `$now` wait until their time has come.
 */
export function appendSteps(input: AppendInput): RowSteps {
  const { columns, options, dialect, target, source } = input;
  const names = columns.map(({ name }) => name);
  if (options.time === undefined) {
    const select = `select ${columnList(names, dialect)} from ${source}`;
    const sql = dialect.insertSelect(target, names, select);
    return { guards: [], writes: [{ effect: "insert", sql }] };
  }
  const time = dialect.quoteIdentifier(options.time);
  const greatest = `(select max(${time}) from ${dialect.relation(target)})`;
  const append = { ...input, names, time, greatest };
  return {
    guards: [nullTimeGuard("time", options.time, input), ambiguousGuard(append)],
    // Rows at the greatest time come first: the others move it.
    writes: [late(append), later(append)].map((select) => ({
      effect: "insert",
      sql: dialect.insertSelect(target, names, select),
    })),
    waiting: waitingQuery(input),
  };
}

/** Rows of a relation at the greatest time, the equal ones numbered. */
function numbered({ names, time, greatest, dialect }: Append, from: string): string {
  const list = columnList(names, dialect);
  return `select ${list}, row_number() over (partition by ${list}) as _sluice_row from ${from} where ${time} = ${greatest}`;
}

/** Rows of the query at the greatest time that the table does not hold, as often as it does not. */
function unknownRows(append: Append): string {
  const table = append.dialect.relation(append.target);
  return `(select * from (${numbered(append, append.source)}) as _sluice_new except distinct select * from (${numbered(append, table)}) as _sluice_old) as _sluice_unknown`;
}

/** How many more rows the query gives at the greatest time than the table holds. */
function surplus({ source, time, greatest, target, dialect }: Append): string {
  const count = (from: string) => `(select count(*) from ${from} where ${time} = ${greatest})`;
  return `${count(source)} - ${count(dialect.relation(target))}`;
}

/**
 * Rows that came late at the greatest time. A query that gives no more rows there than the table holds gives nothing
 * new, even if they look different: a column such as a load time differs on every run.
 */
function late(append: Append): string {
  return `select ${columnList(append.names, append.dialect)} from ${unknownRows(append)} where ${surplus(append)} > 0`;
}

function later({ names, columns, options, source, time, greatest, dialect, now }: Append): string {
  const column = options.time === undefined ? undefined : columnNamed(columns, options.time);
  const bound = column && nowBound(column.type, now, dialect);
  const isDue = bound === undefined ? "" : ` and ${time} <= ${bound}`;
  return `select ${columnList(names, dialect)} from ${source}
where coalesce(${time} > ${greatest}, true)${isDue}`;
}

/** Refuses rows at the greatest time of which it cannot be told which the table holds. */
function ambiguousGuard(append: Append): Guard {
  const column = append.options.time ?? "";
  return {
    sql: `select _sluice_more, _sluice_other from (
  select ${surplus(append)} as _sluice_more, (select count(*) from ${unknownRows(append)}) as _sluice_other
) as _sluice_counts where _sluice_more > 0 and _sluice_more <> _sluice_other`,
    finding: ([row]) => {
      if (!row) return undefined;
      const [fresh, unknown] = [countIn(row, "_sluice_more"), countIn(row, "_sluice_other")];
      return diagnostic({
        code: "RUN.APPEND_AMBIGUOUS",
        message: `At the greatest \`${column}\` of the table the query gives ${fresh} more than it holds, but ${unknown} that it does not hold.`,
        why: "Which of them were added before cannot be told: a column differs on every run, or rows were changed.",
        hints: [
          "Leave out columns that differ on every run, or give a finer `time`.",
          `Or compare with \`> $since\`: rows that come late with exactly that \`${column}\` are then left out.`,
          "For rows that change, use `incremental_by_key`.",
        ],
      });
    },
  };
}

import { type ColumnInfo, columnNamed, type SplicedText, surround } from "@sluice/sql/text";
import type { ExecuteResult, SqlRunner } from "../warehouse/warehouse-adapter.js";
import { SluiceError } from "../base/errors/sluice-error.js";
import type { RetypedColumn } from "../plan/evolve/compare-columns.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import { boundSql, withinSql, type TimeType } from "../warehouse/bounds.js";
import { zoneOf } from "../time/intervals/grain.js";
import type { Interval } from "../time/intervals/interval-set.js";
import type { Guard } from "../kinds/keyed/guard.js";
import type { IntervalOptions } from "../kinds/write.js";
import { physicalRef } from "../plan/view-ref.js";
import { ask } from "./ask-guard.js";
import { physicalQuery } from "./build-model.js";
import { intakeGuard } from "./intake.js";
import { rowsOf } from "./rows-of.js";
import type { Update } from "./update.js";

/** The statements that compute one interval of a table. */
export interface BatchSql {
  /** Predicate: a row of the table lies in the interval. */
  readonly within: string;
  readonly remove: string;
  readonly insert: SplicedText;
  /** Where `insert` only stages the rows, because types of the table may change a value: what follows it. */
  readonly staged?:
    { readonly guard: Guard; readonly insert: string; readonly drop: string } | undefined;
  /** Counts rows without a time. */
  readonly timeless: string;
  /** The column that says to which interval a row belongs. */
  readonly time: string;
}

/**
 * The statements of one interval. What the query gives is filtered once more, so that a sloppy one leaks nothing; rows
 * without a time belong to no interval and come along, so that they are refused and not lost.
 */
export function batchSql(
  update: Update,
  kind: IntervalOptions,
  { interval, casts }: { readonly interval: Interval; readonly casts: readonly RetypedColumn[] },
): BatchSql {
  const { node, planned, execution } = update;
  const { dialect } = execution;
  const time = timeColumn(update, kind);
  const query = batchQuery(update, kind, interval);
  const within = withinSql(time, interval, dialect);
  const target = physicalRef(planned.physical);
  const columns = (execution.columns.get(node.model.name) ?? []).map(({ name }) => name);
  const names = columns.map((name) => dialect.quoteIdentifier(name)).join(", ");
  const isTimeless = `${dialect.quoteIdentifier(time.name)} is null`;
  const taken = `\n) as batch where (${within}) or ${isTimeless}`;
  const rows = surround(`select ${names} from (\n`, query, taken);
  const staging = `${planned.physical}__rows_${String(interval.start)}`;
  const stage = dialect.temporaryTable(staging) ?? physicalRef(staging);
  const from = dialect.relation(stage);
  const guard = intakeGuard(update, { casts, from });
  const head = guard ? dialect.createTableAs(stage, "") : dialect.insertSelect(target, columns, "");
  return {
    within,
    remove: dialect.deleteWhere(target, within),
    insert: surround(head, rows, ""),
    staged: guard && {
      guard,
      insert: dialect.insertSelect(target, columns, `select ${names} from ${from}`),
      drop: dialect.dropRelation(stage, "table"),
    },
    time: kind.time,
    timeless: `select count(*) as n from ${dialect.relation(target)} where ${isTimeless}`,
  };
}

/** The query of one interval. */
export function batchQuery(
  update: Update,
  kind: IntervalOptions,
  { start, end }: Interval,
): SplicedText {
  const { node, execution } = update;
  const time = timeColumn(update, kind);
  return physicalQuery(node, execution, {
    start: boundSql(start, time, execution.dialect),
    end: boundSql(end, time, execution.dialect),
  });
}

/** Writes one interval. Raises `RUN.TIME_NULL`. */
export async function writeBatch(
  { node, execution }: Update,
  sql: BatchSql,
  tx: SqlRunner,
): Promise<ExecuteResult> {
  const { signal } = execution;
  await tx.execute(sql.remove, { signal });
  failpoint("batch.deleted");
  let written = await tx.execute(sql.insert.text, { signal });
  if (sql.staged) {
    await ask(sql.staged.guard, node, tx);
    written = await tx.execute(sql.staged.insert, { signal });
    await tx.execute(sql.staged.drop, { signal });
  }
  failpoint("batch.inserted");
  const [row] = await rowsOf(tx, sql.timeless);
  const found = Number(row?.["n"] ?? 0);
  if (found === 0) return written;
  const { name: model, path } = node.model;
  const { time } = sql;
  throw new SluiceError({
    code: "RUN.TIME_NULL",
    message: `${model}: \`${time}\`, its \`time\`, is null in ${String(found)} ${found === 1 ? "row" : "rows"} of the query.`,
    why: "Rows without a time belong to no interval: nothing would ever write them.",
    where: { file: path, model },
    hints: [`Give them a time in the query, or leave them out: \`where ${time} is not null\`.`],
  });
}

/** The time column as the table has it, and whose dates it holds. */
export function timeColumn(
  { node, execution }: Update,
  kind: IntervalOptions,
): ColumnInfo & TimeType {
  const { time } = kind;
  const columns = execution.columns.get(node.model.name) ?? [];
  const found = columnNamed(columns, time);
  if (found) return { ...found, zone: zoneOf(kind) };
  throw new SluiceError({
    code: "INTERNAL.BUG",
    message: `${node.model.name} has no \`${time}\`.`,
  });
}

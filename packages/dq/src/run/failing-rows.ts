import type { CheckRun } from "@sluice/core";
import { columnNamed, type CallOptions, type Row, type SqlValue } from "@sluice/core/adapter";
import { displayScope } from "../compile/scopes.js";
import type { CompiledCheck } from "../compile/scope.js";
import type { ParsedCheck } from "../spec/kind.js";
import type { Session } from "./measure.js";
import { isPii, MASK } from "./pii.js";
import { rethrowForeign, runQuery } from "./run-query.js";

/** Some failing rows, personal data masked; undefined when the check keeps none or they cannot be read. */
export async function sampleRows(
  check: { readonly parsed: ParsedCheck; readonly compiled: CompiledCheck },
  run: CheckRun,
  session: Session,
): Promise<readonly Row[] | undefined> {
  const { failingRows, wholeRows } = check.compiled;
  const { sample } = check.parsed.options;
  if (!failingRows || sample === 0) return undefined;
  const columns = wholeRows ? maskedColumns(run) : "*";
  const order = failingRows.orderBy === undefined ? "" : ` order by ${failingRows.orderBy}`;
  const sql = `select ${columns} from (\n${failingRows.select}\n) as sluice_failing${order} limit ${sample}`;
  try {
    const rows = await runQuery(session.runner, sql, session.options);
    return wholeRows ? rows : rows.map((row) => maskRow(row, run));
  } catch (error) {
    // The check has its verdict; a sample that cannot be read takes nothing from it.
    rethrowForeign(error, session.options);
    return undefined;
  }
}

/** SQL that lists every failing row in the project's plain names. */
export async function showFailingRows(
  parsed: ParsedCheck,
  run: CheckRun,
  options: CallOptions | undefined,
): Promise<string | undefined> {
  const { failingRows } = parsed.compile(await displayScope(parsed, run, options));
  if (!failingRows) return undefined;
  const { select, orderBy } = failingRows;
  return orderBy === undefined ? select : `${select} order by ${orderBy}`;
}

/** The relation's columns; personal data is masked in the warehouse and never leaves it. */
function maskedColumns(run: CheckRun): string {
  const { dialect } = run;
  const columns = run.columns.map(({ name }) => {
    const quoted = dialect.quoteIdentifier(name);
    if (!isPii(name, run)) return quoted;
    return `case when sluice_failing.${quoted} is not null then ${dialect.literal(MASK)} end as ${quoted}`;
  });
  return columns.length === 0 ? "*" : columns.join(", ");
}

/**
 * Rows of an author's own query. Which of its columns derive from personal data is unknown, so next to any such data
 * only columns that carry the name of a harmless one are shown.
 */
function maskRow(row: Row, run: CheckRun): Row {
  if (run.pii.length === 0) return row;
  const harmless = (name: string) =>
    !isPii(name, run) && columnNamed(run.columns, name) !== undefined;
  const entries = Object.entries(row).map(([name, value]): [string, SqlValue] => [
    name,
    value === null || harmless(name) ? value : MASK,
  ]);
  return Object.fromEntries(entries);
}

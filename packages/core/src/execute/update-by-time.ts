import type { ColumnInfo } from "../adapter/dialect.js";
import type { SqlRunner } from "../adapter/warehouse-adapter.js";
import { mapConcurrently } from "../concurrency/map-concurrently.js";
import { SluiceError, type Diagnostic } from "../errors/sluice-error.js";
import { failpoint } from "../failpoint/failpoint.js";
import { boundSql, withinSql } from "../intervals/bounds.js";
import { parseGrain } from "../intervals/grain.js";
import { union, type Interval, type IntervalSet } from "../intervals/interval-set.js";
import { batches } from "../intervals/plan-intervals.js";
import type { IncrementalByTimeOptions } from "../model/kind.js";
import { fromPlanIntervals } from "../plan/plan-update.js";
import { physicalRef } from "../plan/view-ref.js";
import type { CheckResult } from "../check/check.js";
import { surround } from "../resolve/splice.js";
import { atUserPlace } from "../validate/engine-error.js";
import { auditRows, isChecked } from "./audit.js";
import { keptSql } from "./build-model.js";
import { checkedTransaction } from "./checked-transaction.js";
import type { Outcome } from "./outcome.js";
import { recordChange, type Update } from "./update.js";

/** What became of one batch. */
interface BatchResult {
  readonly rows: number;
  readonly checkResults: readonly CheckResult[];
  readonly error?: Diagnostic | undefined;
}

/**
 * Computes the missing time of a table, batch by batch, each in one transaction: the interval's rows deleted, those the
 * query gives inserted, checked and recorded as done. After a failure no further batch begins; those done stay done.
 */
export async function updateByTime(
  update: Update,
  kind: IncrementalByTimeOptions,
): Promise<Outcome> {
  const { execution, planned } = update;
  const { warehouse, signal, state, runId } = execution;
  const done = fromPlanIntervals(update.update.done);
  const missing = fromPlanIntervals(update.update.intervals);
  const parts = batches(missing, parseGrain(kind.grain ?? "day"), kind.batch_size);
  const results: BatchResult[] = [];
  // Batches side by side may not write one row of the state: the change is recorded before the first of them.
  if (parts.length > 1)
    await warehouse.transaction((tx) => recordChange(update, tx, { changed: true }));
  const lanes = Math.min(kind.batch_concurrency ?? 1, warehouse.capabilities.concurrency);
  await mapConcurrently(parts, lanes, async (interval) => {
    if (signal.aborted || results.some(({ error }) => error)) return;
    const isOnly = parts.length === 1;
    const result = await computeBatch({ update, kind, interval, done: isOnly ? done : undefined });
    results.push(result);
    execution.progress(planned.name, sum(results), { done: results.length, of: parts.length });
  });
  if (parts.length > 1 && results.length === parts.length && !results.some((r) => r.error)) {
    const whole = new Map([[planned.physical, union(done, missing)]]);
    await warehouse.transaction((tx) => state.setIntervals(tx, whole, runId));
    failpoint("batches.merged");
  }
  return outcomeOf(results, { of: parts.length, isCancelled: signal.aborted });
}

function sum(results: readonly BatchResult[]): number {
  return results.reduce((total, { rows }) => total + rows, 0);
}

function outcomeOf(
  results: readonly BatchResult[],
  { of, isCancelled }: { readonly of: number; readonly isCancelled: boolean },
): Outcome {
  const error = results.find((result) => result.error)?.error;
  const done = results.filter((result) => !result.error).length;
  const status =
    error === undefined && done === of ? "built" : isCancelled ? "cancelled" : "failed";
  return {
    status,
    rows: sum(results),
    batches: { done, of },
    checkResults: mergeResults(results.flatMap(({ checkResults }) => checkResults)),
    error,
  };
}

/** The time column as the table has it. */
function timeColumn({ node, execution }: Update, { time }: IncrementalByTimeOptions): ColumnInfo {
  const columns = execution.columns.get(node.model.name) ?? [];
  const found = columns.find(({ name }) => name.toLowerCase() === time.toLowerCase());
  if (found) return found;
  throw new SluiceError({
    code: "INTERNAL.BUG",
    message: `${node.model.name} has no \`${time}\`.`,
  });
}

/** One result for each check of all batches: the worst, with what was counted added up. */
export function mergeResults(results: readonly CheckResult[]): readonly CheckResult[] {
  const order = ["failed", "error", "warned", "passed", "skipped"];
  const merged = new Map<string, CheckResult>();
  for (const result of results) {
    const known = merged.get(result.check);
    if (!known) {
      merged.set(result.check, result);
      continue;
    }
    const [worse, other] =
      order.indexOf(result.status) < order.indexOf(known.status)
        ? [result, known]
        : [known, result];
    const add = (a: number | undefined, b: number | undefined) =>
      a === undefined || b === undefined ? a : a + b;
    merged.set(result.check, {
      ...worse,
      rows: add(worse.rows, other.rows),
      failing: add(worse.failing, other.failing),
    });
  }
  return [...merged.values()];
}

async function computeBatch(batch: {
  readonly update: Update;
  readonly kind: IncrementalByTimeOptions;
  readonly interval: Interval;
  /** Time computed so far, where no other batch is being computed. */
  readonly done: IntervalSet | undefined;
}): Promise<BatchResult> {
  const { update, kind, interval, done } = batch;
  const { node, planned, execution } = update;
  const { dialect, signal, state, runId } = execution;
  const time = timeColumn(update, kind);
  const query = keptSql(node, execution, {
    start: boundSql(interval.start, time.type, dialect),
    end: boundSql(interval.end, time.type, dialect),
  });
  const within = withinSql(time, interval, dialect);
  const target = physicalRef(planned.physical);
  const columns = (execution.columns.get(node.model.name) ?? []).map(({ name }) => name);
  const names = columns.map((name) => dialect.quoteIdentifier(name)).join(", ");
  const rows = surround(`select ${names} from (\n`, query, `\n) as batch where ${within}`);
  const insert = surround(dialect.insertSelect(target, columns, ""), rows, "");
  const write = async (tx: SqlRunner) => {
    await tx.execute(`delete from ${dialect.relation(target)} where ${within}`, { signal });
    failpoint("batch.deleted");
    const written = await tx.execute(insert.text, { signal });
    failpoint("batch.inserted");
    return written;
  };
  try {
    const { written, checkResults, refused } = await checkedTransaction(
      {
        write,
        check: isChecked(planned, execution)
          ? (runner) => auditRows(update, { runner, within })
          : undefined,
        record: async (tx) => {
          if (done) {
            await recordChange(update, tx, { changed: true });
            const whole = new Map([[planned.physical, union(done, [interval])]]);
            await state.setIntervals(tx, whole, runId);
          } else {
            await state.addInterval(tx, planned.physical, { interval, runId });
          }
        },
      },
      execution,
    );
    return { rows: written?.rows ?? 0, checkResults, error: refused };
  } catch (error) {
    return { rows: 0, checkResults: [], error: atUserPlace(error, node.model, insert) };
  }
}

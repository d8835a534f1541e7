import { mapConcurrently } from "../base/concurrency/map-concurrently.js";
import type { Diagnostic } from "../base/errors/sluice-error.js";
import type { RetypedColumn } from "../plan/evolve/compare-columns.js";
import { failpoint } from "../base/failpoint/failpoint.js";
import { grainOf } from "../time/intervals/grain.js";
import { union, type Interval, type IntervalSet } from "../time/intervals/interval-set.js";
import { batches, expectedGrains } from "../time/intervals/plan-intervals.js";
import { timeCut } from "../kinds/intervals/time-cut.js";
import { lateTime } from "../plan/plan-inputs.js";
import { hashCut } from "../plan/inputs/pieces.js";
import { fromPlanIntervals } from "../plan/plan-update.js";
import type { CheckResult } from "../model/check/check.js";
import { auditRows, isChecked } from "./audit.js";
import { isOfClock, withClockChecks } from "./clock-checks.js";
import { batchQuery, batchSql, writeBatch } from "./batch-sql.js";
import type { IntervalOptions } from "../kinds/write.js";
import { explainedError } from "./explain-reading.js";
import { intakeOf } from "./intake.js";
import type { Outcome } from "./outcome.js";
import { mergeResults } from "./merge-results.js";
import { overdue } from "./overdue.js";
import type { InputComparison } from "../state/state-store.js";
import { compareInputs, withoutTime } from "./compare-inputs.js";
import { lateWarnings } from "./late-warnings.js";
import { InputRecorder } from "./record-inputs.js";
import { runInputs } from "./run-inputs.js";
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
export async function updateByTime(update: Update, kind: IntervalOptions): Promise<Outcome> {
  const { execution, planned } = update;
  const { warehouse, protocol, signal } = execution;
  const done = fromPlanIntervals(update.update.done);
  const { missing, comparison, inputs } = await comparedWork(update, kind);
  const parts = batches(missing, grainOf(kind), kind.batch_size);
  const results: BatchResult[] = [];
  const told = { rows: 0, failed: 0 };
  if (parts.length === 0) await recordNothing(update, comparison);
  // Batches side by side may not write one row of the state: the change is recorded before the first of them.
  if (parts.length > 1)
    await protocol.record(async (tx) => {
      await recordChange(update, tx, {
        changed: true,
        comparison: unfinishedComparison(update, comparison),
      });
      await inputs.begin(tx, missing);
    });
  const [first] = parts;
  const casts = first ? await castsOf(update, kind, first) : [];
  const concurrency = Math.min(kind.batch_concurrency ?? 1, warehouse.capabilities.concurrency);
  const compute = async (interval: Interval): Promise<void> => {
    if (signal.aborted || told.failed > 0) return;
    const isLast = interval === parts.at(-1);
    const isOnly = parts.length === 1;
    const result = await computeBatch({
      update: isLast ? update : withoutClockChecks(update),
      kind,
      casts,
      interval,
      done: isOnly ? done : undefined,
      comparison,
      inputs,
    });
    results.push(result);
    told.rows += result.rows;
    told.failed += result.error ? 1 : 0;
    execution.progress(planned.name, told.rows, { done: results.length, of: parts.length });
  };
  const usesNow = withClockChecks(planned.name, execution) !== undefined;
  await mapConcurrently(usesNow ? parts.slice(0, -1) : parts, concurrency, compute);
  if (usesNow) await mapConcurrently(parts.slice(-1), 1, compute);
  if (parts.length > 1 && results.length === parts.length && told.failed === 0)
    await mergeBatches(update, { missing, comparison, inputs });
  return outcomeOf(results, { of: parts.length, signal });
}

/** Records the time of all batches as one, with what it was computed from. */
async function mergeBatches(
  { planned: { physical }, update, execution }: Update,
  { missing, comparison, inputs }: Awaited<ReturnType<typeof comparedWork>>,
): Promise<void> {
  const { protocol, state, runId } = execution;
  const whole = { physical, done: union(fromPlanIntervals(update.done), missing) };
  const compared = withoutTime(comparison, missing);
  await protocol.record(async (tx) => {
    await inputs.end(tx, missing);
    await state.commit(
      [
        { type: "set intervals", tables: [whole], runId },
        { type: "record comparison", physical, comparison: compared },
      ],
      tx,
    );
  });
  failpoint("batches.merged");
}

/** The time to compute, with that in which inputs changed where the model takes it in by itself. */
async function comparedWork(update: Update, kind: IntervalOptions) {
  const comparison = await compareInputs(update, kind);
  const planned = fromPlanIntervals(update.update.intervals);
  // A restatement and a window say which time is computed; late input waits for the next build.
  const { restate, window } = update.execution.plan.options;
  const isLimited = restate !== undefined || window !== undefined;
  const takesLate = kind.on_late_input === "recompute" && !isLimited;
  const late = takesLate ? lateTime(comparison.late) : [];
  const cut = timeCut(update.node.model, kind, update.execution.graph.project);
  const missing = union(planned, expectedGrains(cut, late));
  // Late input in time that is not over at an earlier `$now` is taken by the first build at which it is.
  const taken = union(missing, late);
  const found = lateWarnings(update, kind, { late: comparison.late, computed: taken });
  found.forEach(update.execution.warn);
  const inputs = missing.length === 0 ? [] : await runInputs(update, kind);
  const grain = grainOf(kind);
  const end = union(fromPlanIntervals(update.update.done), missing).at(-1)?.end ?? 0;
  const hashed = { grain, cut: hashCut(grain, end, kind.lookback) };
  return { missing, comparison, inputs: new InputRecorder(update, inputs, hashed) };
}

/**
 * The comparison that holds until all batches are done: with other data than at the last one there is none, as some batches
 * may then have been computed from these data and some not.
 */
function unfinishedComparison({ update }: Update, comparison: InputComparison): InputComparison {
  const { inputs = [] } = update;
  const isSame = inputs.every(({ name, compared }) => comparison.compared[name] === compared);
  return isSame ? comparison : { ...comparison, compared: {} };
}

/** Records that the inputs were looked at and nothing of the table is to be computed. */
async function recordNothing(update: Update, comparison: InputComparison): Promise<void> {
  await update.execution.protocol.record((tx) =>
    recordChange(update, tx, { changed: false, comparison }),
  );
}

/** How old a table's data is cannot be told before its last batch is there. */
function withoutClockChecks(update: Update): Update {
  const { execution, planned } = update;
  const own = (execution.checks.get(planned.name) ?? []).filter((check) => !isOfClock(check));
  return { ...update, execution: { ...execution, checks: new Map([[planned.name, own]]) } };
}

/** The types of a query are the same for every interval. */
async function castsOf(
  update: Update,
  kind: IntervalOptions,
  interval: Interval,
): Promise<readonly RetypedColumn[]> {
  const query = batchQuery(update, kind, interval);
  return (await intakeOf(update, query.text)).casts;
}

function outcomeOf(
  results: readonly BatchResult[],
  { of, signal }: { readonly of: number; readonly signal: AbortSignal },
): Outcome {
  const error = results.find((result) => result.error)?.error;
  const done = results.filter((result) => !result.error).length;
  const late = overdue(signal);
  const isCancelled = signal.aborted && !late;
  const status = done === of ? "built" : isCancelled ? "cancelled" : "failed";
  return {
    status,
    rows: results.reduce((total, { rows }) => total + rows, 0),
    batches: { done, of },
    checkResults: mergeResults(results.flatMap(({ checkResults }) => checkResults)),
    error: done === of ? undefined : (late ?? error),
  };
}

async function computeBatch(batch: {
  readonly update: Update;
  readonly kind: IntervalOptions;
  /** Columns whose values are cast to the table's type. */
  readonly casts: readonly RetypedColumn[];
  readonly interval: Interval;
  /** Time computed so far, where no other batch is being computed. */
  readonly done: IntervalSet | undefined;
  readonly comparison: InputComparison;
  readonly inputs: InputRecorder;
}): Promise<BatchResult> {
  const { update, kind, casts, interval, done, comparison, inputs } = batch;
  const { node, planned, execution } = update;
  const { state, runId } = execution;
  const { physical } = planned;
  const sql = batchSql(update, kind, { interval, casts });
  const isAudited = isChecked(planned, execution);
  try {
    const { written, checkResults, refused } = await execution.protocol.update({
      write: (tx) => writeBatch(update, sql, tx),
      check: isAudited ? (runner) => auditRows(update, { runner, within: sql.within }) : undefined,
      record: async (tx) => {
        if (!done) {
          await inputs.record(tx, interval);
          await state.commit([{ type: "add interval", physical, interval, runId }], tx);
          return;
        }
        const now = withoutTime(comparison, [interval]);
        await recordChange(update, tx, { changed: true, comparison: now });
        await inputs.begin(tx, [interval]);
        await inputs.record(tx, interval);
        await inputs.end(tx, [interval]);
        const whole = { physical, done: union(done, [interval]) };
        await state.commit([{ type: "set intervals", tables: [whole], runId }], tx);
      },
    });
    return { rows: written?.rows ?? 0, checkResults, error: refused };
  } catch (error) {
    const rendered = sql.insert;
    const found = await explainedError(error, node.model, { execution, rendered });
    return { rows: 0, checkResults: [], error: found };
  }
}

import type { Check, CheckResult, CheckRun } from "@sluice/core";
import { SluiceError } from "@sluice/core/adapter";
import { renderTexts, runScope, type RenderedTexts } from "../compile/scopes.js";
import type { CompiledCheck, Measures, Verdict } from "../compile/scope.js";
import type { ParsedCheck } from "../spec/kind.js";
import { readSpec } from "../spec/parse-check.js";
import type { Outcome } from "./bisect.js";
import { errorResult, identity } from "./check-failure.js";
import { sampleRows, showFailingRows } from "./failing-rows.js";
import { measureMetrics, measureSets, type Session } from "./measure.js";
import { withoutPii } from "./pii.js";
import { rethrowForeign, throwIfCancelled } from "./run-query.js";

/** A check on its way through a run; `result` ends the way. */
interface Job {
  readonly check: Check;
  parsed?: ParsedCheck;
  compiled?: CompiledCheck;
  measures?: Measures;
  result?: CheckResult;
}

/** A job that has been compiled and has no result yet. */
type ReadyJob = Job & { readonly parsed: ParsedCheck; readonly compiled: CompiledCheck };

/** Runs all checks of a relation; results in the order of the checks. */
export async function runChecks(run: CheckRun, session: Session): Promise<readonly CheckResult[]> {
  throwIfCancelled(session.options);
  const jobs = run.checks.map((check): Job => ({ check }));
  for (const job of jobs) parse(job, run);
  await compileAll(jobs, run, session);
  await measureAll(jobs, run, session);
  const results: CheckResult[] = [];
  for (const job of jobs) results.push(job.result ?? (await conclude(job, run, session)));
  return results;
}

function parse(job: Job, run: CheckRun): void {
  const { model, columns, dialect, time } = run;
  const parsed = readSpec(job.check.spec, { model, columns, dialect, time: time?.column });
  if ("code" in parsed) {
    job.result = { ...identity(job.check, model), status: "error", error: parsed };
  } else if (parsed.skip !== undefined) {
    const { label } = parsed.options;
    job.result = { ...identity(job.check, model), status: "skipped", reason: parsed.skip, label };
  } else {
    job.parsed = parsed;
  }
}

async function compileAll(jobs: readonly Job[], run: CheckRun, session: Session): Promise<void> {
  const rendered: RenderedTexts = new Map();
  const scope = runScope(run, rendered);
  for (const job of jobs) {
    if (!job.parsed) continue;
    try {
      await renderTexts(job.parsed, run, { rendered, options: session.options });
      job.compiled = job.parsed.compile(scope);
    } catch (error) {
      fail(job, { run, session, error });
    }
  }
}

async function measureAll(jobs: readonly Job[], run: CheckRun, session: Session): Promise<void> {
  const scanned = jobs
    .filter(isReady)
    .filter((job) => Object.keys(job.compiled.metrics).length > 0);
  const { from } = runScope(run, new Map());
  const metrics = await measureMetrics(
    scanned.map((job) => job.compiled),
    from,
    session,
  );
  scanned.forEach((job, i) => settle(job, metrics[i], { run, session }));

  const grouped = jobs.filter(isReady).filter((job) => job.compiled.set !== undefined);
  const sets = await measureSets(
    grouped.flatMap((job) => job.compiled.set ?? []),
    session,
  );
  grouped.forEach((job, i) => settle(job, sets[i], { run, session }));
}

interface RunOf {
  readonly run: CheckRun;
  readonly session: Session;
}

function settle(job: Job, outcome: Outcome<Measures> | undefined, of: RunOf): void {
  if (!outcome) return;
  if (outcome.ok) job.measures = { ...job.measures, ...outcome.value };
  else fail(job, { ...of, error: outcome.error });
}

function fail(job: Job, { run, session, error }: RunOf & { readonly error: unknown }): void {
  rethrowForeign(error, session.options);
  job.result = errorResult(job.check, run, error);
}

function isReady(job: Job): job is ReadyJob {
  return job.compiled !== undefined && job.parsed !== undefined && job.result === undefined;
}

async function conclude(job: Job, run: CheckRun, session: Session): Promise<CheckResult> {
  const { check, measures = {} } = job;
  try {
    if (!isReady(job))
      throw new SluiceError({ code: "INTERNAL.BUG", message: "A check was not compiled." });
    const verdict = withoutPii(job.compiled.judge(measures), job.parsed, run);
    const failing = await describeFailing(job, verdict, { run, session });
    const { label } = job.parsed.options;
    return { ...identity(check, run.model), ...verdict, ...failing, label };
  } catch (error) {
    rethrowForeign(error, session.options);
    return errorResult(check, run, error);
  }
}

async function describeFailing(
  job: ReadyJob,
  verdict: Verdict,
  { run, session }: RunOf,
): Promise<Pick<CheckResult, "sample" | "query">> {
  if (!verdict.failing) return {};
  const query = await showFailingRows(job.parsed, run, session.options);
  if (verdict.status === "passed") return { query };
  return { query, sample: await sampleRows(job, run, session) };
}

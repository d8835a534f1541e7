import type { Check, CheckRun } from "@sluice/core";
import type { CallOptions, Diagnostic, WarehouseAdapter } from "@sluice/core/adapter";
import type { CompiledCheck } from "../compile/scope.js";
import { renderTexts, runScope, type RenderedTexts } from "../compile/scopes.js";
import { readSpec } from "../spec/parse-check.js";
import { measureBatch, type Batch } from "./bisect.js";
import { bindError } from "./check-failure.js";
import { chunks, metricsQuery, setsQuery } from "./measure.js";
import { rethrowForeign, throwIfCancelled } from "./run-query.js";

/** Something that binds queries, with the options of the call. */
interface Session {
  readonly binder: Pick<WarehouseAdapter, "dryRun">;
  readonly options: CallOptions | undefined;
}

interface Bindable {
  readonly check: Check;
  readonly compiled: CompiledCheck;
}

/** Binds the queries that measure a relation's checks and runs none; a finding for each check that cannot be run. */
export async function bindChecks(run: CheckRun, session: Session): Promise<readonly Diagnostic[]> {
  throwIfCancelled(session.options);
  const errors = new Map<Check, unknown>();
  const bindable = await compileChecks(run, session, errors);
  for (const items of chunks(bindable, ({ compiled }) => compiled)) {
    const outcomes = await measureBatch(items, batchOf(run, session));
    outcomes.forEach((outcome, i) => {
      const check = items[i]?.check;
      if (!outcome.ok && check) errors.set(check, outcome.error);
    });
  }
  return run.checks.flatMap((check) =>
    errors.has(check) ? [bindError(check, run, errors.get(check))] : [],
  );
}

/** Compiles the checks that are not skipped. */
async function compileChecks(
  run: CheckRun,
  { options }: Session,
  errors: Map<Check, unknown>,
): Promise<readonly Bindable[]> {
  const { model, columns, dialect, time } = run;
  const rendered: RenderedTexts = new Map();
  const scope = runScope(run, rendered);
  const bindable: Bindable[] = [];
  for (const check of run.checks) {
    const parsed = readSpec(check.spec, { model, columns, dialect, time: time?.column });
    if ("code" in parsed || parsed.skip !== undefined) continue;
    try {
      await renderTexts(parsed, run, { rendered, options });
      bindable.push({ check, compiled: parsed.compile(scope) });
    } catch (error) {
      rethrowForeign(error, options);
      errors.set(check, error);
    }
  }
  return bindable;
}

/** Binds one query for several checks, and smaller ones until those that are refused stand by themselves. */
function batchOf(run: CheckRun, { binder, options }: Session): Batch<Bindable, true> {
  const { from } = runScope(run, new Map());
  return {
    measure: async (items) => {
      await binder.dryRun(
        queryOf(
          items.map(({ compiled }) => compiled),
          from,
        ),
        options,
      );
      return items.map(() => true);
    },
    rethrow: (error) => rethrowForeign(error, options),
    alive: () => Promise.resolve(true),
  };
}

/** One query of all that the checks measure. */
function queryOf(checks: readonly CompiledCheck[], from: string): string {
  const metrics = metricsQuery(checks, from).sql;
  const sets = checks.flatMap(({ set }) => set ?? []);
  if (sets.length === 0) return metrics;
  return `select 1 as bound from (${metrics}) as sluice_metrics, (${setsQuery(sets)}) as sluice_sets`;
}

import { SluiceError } from "@sluice/core";
import type { Check, CheckEngine, CheckResult, CheckRun } from "@sluice/core";
import type { SqlRunner } from "@sluice/core/adapter";

/** Runs checks of the type `expression`, one query each; checks of other types, which kinds imply, pass. */
export const expressionChecks: CheckEngine = {
  parse: (spec) => ({
    ok: true,
    check: {
      name: `${spec.type}(${JSON.stringify(spec.args)})`,
      type: spec.type,
      severity: "error",
      reads: [],
      spec,
    },
  }),
  run: async (run, runner) => Promise.all(run.checks.map((check) => resultOf(check, run, runner))),
  bind: async (run, binder) => {
    for (const check of run.checks) await binder.dryRun(failingRows(check, run));
    return [];
  },
};

function failingRows({ spec }: Check, { relation }: CheckRun): string {
  const predicate = spec.type === "expression" ? String(spec.args["value"]) : "1 = 1";
  return `select count(*) as n from ${relation} where not (${predicate})`;
}

async function resultOf(check: Check, run: CheckRun, runner: SqlRunner): Promise<CheckResult> {
  const { name, type, severity } = check;
  for await (const { n } of runner.query(failingRows(check, run)))
    return {
      model: run.model,
      check: name,
      type,
      severity,
      status: Number(n) === 0 ? "passed" : "failed",
    };
  throw new SluiceError({ code: "ADAPTER.CLOSED", message: "A count gave no row." });
}

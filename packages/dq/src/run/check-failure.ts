import type { Check, CheckResult, CheckRun } from "@sluice/core";
import { diagnostic, isSluiceError, type Diagnostic } from "@sluice/core/adapter";
import { MASK } from "./pii.js";

/** Result of a check that could not be run. */
export function errorResult(check: Check, run: CheckRun, error: unknown): CheckResult {
  return { ...identity(check, run.model), status: "error", error: checkError(check, run, error) };
}

/** The finding about a check that the engine cannot bind. */
export function bindError(check: Check, { model }: CheckRun, error: unknown): Diagnostic {
  const { message, why, hints } = isSluiceError(error) ? error : internal(error);
  return diagnostic({
    code: "DQ.CHECK_INVALID",
    message: `Check \`${check.name}\` of ${model} cannot be run: ${message}`,
    why,
    where: check.spec.where ?? { model },
    hints,
  });
}

function internal(error: unknown): Pick<Diagnostic, "message" | "why" | "hints"> {
  const message = error instanceof Error ? error.message : String(error);
  return { message, why: error instanceof Error ? error.stack : undefined, hints: [] };
}

/** The parts of a result that say which check it is of. */
export function identity(
  check: Check,
  model: string,
): Pick<CheckResult, "model" | "check" | "type" | "severity"> {
  return { model, check: check.name, type: check.type, severity: check.severity };
}

function checkError(check: Check, { model, pii }: CheckRun, error: unknown): Diagnostic {
  if (isSluiceError(error) && error.code.startsWith("DQ.")) return error.all[0] ?? error;
  const text = error instanceof Error ? error.message : String(error);
  // Engines quote the value they could not convert.
  const message = pii.length === 0 ? text : text.replace(/'[^']*'/g, `'${MASK}'`);
  return diagnostic({
    code: "DQ.CHECK_ERROR",
    message: `Check \`${check.name}\` of ${model} could not be run: ${message}`,
    why: isSluiceError(error) ? error.why : undefined,
    where: check.spec.where ?? { model },
    hints: isSluiceError(error) ? error.hints : [],
    retryable: isSluiceError(error) && error.retryable,
  });
}

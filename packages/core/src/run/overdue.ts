import { isSluiceError, toDiagnostic, type Diagnostic } from "../base/errors/sluice-error.js";

/** Why a signal was aborted, where a limit of time did it and not somebody who changed their mind. */
export function overdue(signal: AbortSignal): Diagnostic | undefined {
  const reason: unknown = signal.reason;
  const isLimit = signal.aborted && isSluiceError(reason) && reason.code === "RUN.TIMEOUT";
  return isLimit ? toDiagnostic(reason) : undefined;
}

import { SluiceError } from "@sluice/core/adapter";

/** An error of opening, as one about the file. */
export function openError(path: string, problem: SluiceError): SluiceError {
  const known = /^(?:ADAPTER|CONFIG|SYSTEM)\./.test(problem.code);
  const message =
    problem.code === "ADAPTER.CORRUPT"
      ? `${path} cannot be read as a DuckDB database.`
      : problem.message;
  return new SluiceError({
    code: known || problem.code === "RUN.CANCELLED" ? problem.code : "ADAPTER.CONNECT",
    message: known ? message : `${path} cannot be opened: ${problem.message}`,
    why: problem.code === "ADAPTER.CORRUPT" ? problem.message : problem.why,
    hints: problem.hints,
    retryable: problem.retryable,
    cause: problem.cause,
  });
}

import { SluiceError } from "../errors/sluice-error.js";
import { sleep } from "../retry/sleep.js";
import { formatDuration } from "./duration.js";

/** How long a body may take. */
export interface TimeoutOptions {
  /** What is timed, for the error: `marts.fct_orders`, `The run`. */
  readonly name: string;
  /** After this the body's signal is aborted. */
  readonly softMs: number;
  /** How long the body has to end after that. @default 30_000 */
  readonly graceMs?: number | undefined;
  /** Called when the body has not ended by then: it cannot be stopped from inside, so the process has to go. */
  readonly onHard: () => void;
  /** The caller's own signal; the body's is aborted with it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a body with a limit in two steps: first its signal is aborted, which cancels queries and rolls back; a body that
 * does not end then is given up and `onHard` is called. Rejects with `RUN.TIMEOUT` in both cases. A body that succeeds
 * in spite of the signal has succeeded; without the limit being reached its error is passed on as it is.
 */
export async function withTimeout<T>(
  body: (signal: AbortSignal) => Promise<T>,
  { name, softMs, graceMs = 30_000, onHard, signal: outer }: TimeoutOptions,
): Promise<T> {
  outer?.throwIfAborted();
  const soft = new AbortController();
  const settled = new AbortController();
  const signal = outer ? AbortSignal.any([outer, soft.signal]) : soft.signal;
  const timedOut = timeoutError(name, softMs);
  const limit = async (): Promise<never> => {
    await sleep(softMs, settled.signal);
    soft.abort(timedOut);
    await sleep(graceMs, settled.signal);
    onHard();
    throw timedOut;
  };
  try {
    return await Promise.race([body(signal), limit()]);
  } catch (error) {
    if (!soft.signal.aborted || error === timedOut) throw error;
    throw timeoutError(name, softMs, error);
  } finally {
    settled.abort();
  }
}

/** What a body that took longer than its limit ends with. */
export function timeoutError(name: string, softMs: number, cause?: unknown): SluiceError {
  return new SluiceError({
    code: "RUN.TIMEOUT",
    message: `${name} took longer than ${formatDuration(softMs)} and was stopped.`,
    hints: ["Raise the timeout, or find out what it waits for; what is published stays as it was."],
    cause,
  });
}

import { isSluiceError, type SluiceError } from "../errors/sluice-error.js";
import { backoff } from "./backoff.js";
import { sleep as systemSleep } from "./sleep.js";

/** How a body is repeated. */
export interface RetryOptions {
  /** Repetitions after the first attempt. */
  readonly retries: number;
  /** Narrows what is repeated; an error that is not retryable never is. @default every retryable error */
  readonly isRetryable?: ((error: SluiceError) => boolean) | undefined;
  /** Milliseconds to wait after a failed attempt, counted from 1. @default backoff */
  readonly delayMs?: ((attempt: number) => number) | undefined;
  /** Told before each wait. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
  /** Tests give their own. */
  readonly sleep?: ((milliseconds: number, signal?: AbortSignal) => Promise<void>) | undefined;
  /** Ends the waiting and the repeating. */
  readonly signal?: AbortSignal | undefined;
}

/** An attempt that failed and will be repeated. */
export interface Retry {
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: SluiceError;
}

/**
 * Runs a body, and again while it fails with a retryable SluiceError. Rejects with the last error, or with the signal's
 * reason when it is aborted between two attempts.
 */
export async function retrying<T>(
  body: (attempt: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { retries, signal, onRetry, sleep = systemSleep } = options;
  const { isRetryable = () => true, delayMs = (attempt: number) => backoff({ attempt }) } = options;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await body(attempt);
    } catch (error) {
      const mayRepeat = isSluiceError(error) && error.retryable && isRetryable(error);
      if (!mayRepeat || attempt > retries || signal?.aborted === true) throw error;
      const retry = { attempt, delayMs: delayMs(attempt), error };
      onRetry?.(retry);
      await sleep(retry.delayMs, signal);
    }
  }
}

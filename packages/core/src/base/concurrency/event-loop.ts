import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";

/** Milliseconds that input and output may have to wait for. */
const mostMillis = 5;

/**
 * A pause for long work in the main thread: it gives the event loop a turn where it had none for five milliseconds, so that
 * a warehouse that is being opened goes on meanwhile.
 * Awaited at the head of each turn of a loop.
 */
export function createPause(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < mostMillis) return undefined;
    return setImmediate().then(() => {
      last = performance.now();
    });
  };
}

import { setTimeout as wait } from "node:timers/promises";

/** The longest time a timer takes; a longer one would fire at once. */
const longest = 2 ** 31 - 1;

/** Resolves after some milliseconds; rejects with the signal's reason when it is aborted first. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  try {
    for (let left = milliseconds; left > 0; left -= longest)
      await wait(Math.min(left, longest), undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

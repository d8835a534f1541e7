import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SluiceError } from "../errors/sluice-error.js";
import { backoff } from "./backoff.js";
import { retrying, type Retry } from "./retrying.js";
import { sleep } from "./sleep.js";

const locked = () =>
  new SluiceError({ code: "ADAPTER.LOCKED", message: "Locked.", retryable: true });
const wrong = () => new SluiceError({ code: "SQL.BIND", message: "No such column." });

/** Fails so often with the error, then succeeds with the number of the attempt. */
function failing(times: number, error: () => Error) {
  return (attempt: number) =>
    attempt <= times ? Promise.reject(error()) : Promise.resolve(attempt);
}

function recorded() {
  const slept: number[] = [];
  const sleep = (milliseconds: number) => {
    slept.push(milliseconds);
    return Promise.resolve();
  };
  return { slept, sleep };
}

describe("backoff", () => {
  it("grows by its factor up to its longest", () => {
    const waits = [1, 2, 3, 4, 5].map((attempt) =>
      backoff({ attempt, baseMs: 100, factor: 3, maxMs: 1000 }),
    );
    expect(waits).toEqual([100, 300, 900, 1000, 1000]);
  });

  it("stays finite for any attempt", () => {
    expect(backoff({ attempt: 100_000 })).toBe(60_000);
  });

  it("is spread over its share, the same for the same seed", () => {
    const numbers = fc.record({
      attempt: fc.integer({ min: 1, max: 50 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      seed: fc.string(),
    });
    fc.assert(
      fc.property(numbers, ({ attempt, share, seed }) => {
        const whole = backoff({ attempt });
        const wait = backoff({ attempt, jitter: { share, seed } });
        expect(wait).toBeLessThanOrEqual(whole);
        expect(wait).toBeGreaterThanOrEqual(whole * (1 - share));
        expect(backoff({ attempt, jitter: { share, seed } })).toBe(wait);
      }),
    );
  });

  it("keeps apart nodes whose names differ little", () => {
    const waits = Array.from({ length: 1000 }, (_, i) =>
      backoff({ attempt: 1, baseMs: 1, jitter: { share: 1, seed: `run/marts.m${String(i)}` } }),
    );
    const tenths = Array.from({ length: 10 }, (_, i) =>
      waits.filter((w) => Math.floor(w * 10) === i),
    );
    for (const tenth of tenths) expect(tenth.length).toBeGreaterThan(50);
  });
});

describe("retrying", () => {
  it("repeats what failed with a retryable error, waiting longer each time", async () => {
    const { slept, sleep } = recorded();
    const told: Retry[] = [];
    const onRetry = (retry: Retry) => told.push(retry);
    const result = await retrying(failing(2, locked), { retries: 3, sleep, onRetry });
    expect(result).toBe(3);
    expect(slept).toEqual([1000, 2000]);
    expect(told.map(({ attempt, delayMs, error }) => [attempt, delayMs, error.code])).toEqual([
      [1, 1000, "ADAPTER.LOCKED"],
      [2, 2000, "ADAPTER.LOCKED"],
    ]);
  });

  it("gives up after its retries with the last error", async () => {
    const { slept, sleep } = recorded();
    const attempt = retrying(failing(9, locked), { retries: 2, sleep });
    await expect(attempt).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
    expect(slept).toHaveLength(2);
  });

  it.each([
    ["an error that is not retryable", wrong, undefined],
    ["an error that is no SluiceError", () => new TypeError("x is undefined"), undefined],
    ["what the caller excludes", locked, () => false],
  ])("never repeats %s", async (_, error, isRetryable) => {
    const { slept, sleep } = recorded();
    await expect(retrying(failing(1, error), { retries: 5, sleep, isRetryable })).rejects.toThrow(
      error().message,
    );
    expect(slept).toEqual([]);
  });

  it("stops waiting when it is aborted, with the reason", async () => {
    const stop = new AbortController();
    let attempts = 0;
    const body = () => {
      attempts += 1;
      return Promise.reject(locked());
    };
    const onRetry = () => {
      setTimeout(() => stop.abort(new Error("stopped by hand")), 1);
    };
    const options = { retries: 5, signal: stop.signal, delayMs: () => 86_400_000, onRetry };
    await expect(retrying(body, options)).rejects.toThrow("stopped by hand");
    expect(attempts).toBe(1);
    await expect(retrying(body, options)).rejects.toThrow("stopped by hand");
    expect(attempts).toBe(1);
  });

  it("does not repeat a body that failed because it was aborted", async () => {
    const stop = new AbortController();
    const body = () => {
      stop.abort();
      return Promise.reject(locked());
    };
    const attempt = retrying(body, { retries: 5, signal: stop.signal, delayMs: () => 1 });
    await expect(attempt).rejects.toMatchObject({ code: "ADAPTER.LOCKED" });
  });
});

describe("sleep", () => {
  it("does not take a very long time for none", async () => {
    const stop = new AbortController();
    const long = sleep(2 ** 40, stop.signal).then(() => "woke");
    const first = await Promise.race([long, sleep(20).then(() => "still asleep")]);
    expect(first).toBe("still asleep");
    stop.abort(new Error("enough"));
    await expect(long).rejects.toThrow("enough");
  });
});

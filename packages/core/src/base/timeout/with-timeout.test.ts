import { describe, expect, it } from "vitest";
import { SluiceError } from "../errors/sluice-error.js";
import { sleep } from "../retry/sleep.js";
import { withTimeout } from "./with-timeout.js";

const never = 86_400_000;
const mustNot = () => {
  throw new TypeError("the hard stop was called");
};

/** Ends when told to, as a query that is cancelled. */
async function obedient(signal: AbortSignal): Promise<never> {
  await sleep(never, signal).catch(() => undefined);
  throw new SluiceError({ code: "RUN.CANCELLED", message: "The query was cancelled." });
}

describe("a timeout", () => {
  it("leaves a body that ends in time alone", async () => {
    const options = { name: "m", softMs: never, onHard: mustNot };
    expect(await withTimeout(() => Promise.resolve(7), options)).toBe(7);
    const failing = withTimeout(() => Promise.reject(new RangeError("its own")), options);
    await expect(failing).rejects.toThrow(RangeError);
  });

  it("cancels first; a body that ends then is told as timed out", async () => {
    const body = withTimeout(obedient, {
      name: "marts.orders",
      softMs: 5,
      graceMs: never,
      onHard: mustNot,
    });
    await expect(body).rejects.toMatchObject({
      code: "RUN.TIMEOUT",
      message: "marts.orders took longer than 5ms and was stopped.",
      retryable: false,
      cause: { code: "RUN.CANCELLED" },
    });
  });

  it("stops hard after the grace period what does not end", async () => {
    const steps: string[] = [];
    const deaf = (signal: AbortSignal) => {
      signal.addEventListener("abort", () => steps.push("soft"));
      return new Promise<never>(() => undefined);
    };
    const onHard = () => void steps.push("hard");
    const body = withTimeout(deaf, { name: "m", softMs: 2, graceMs: 3, onHard });
    await expect(body).rejects.toMatchObject({ code: "RUN.TIMEOUT" });
    expect(steps).toEqual(["soft", "hard"]);
  });

  it("does not call the hard stop once the body has ended in the grace period", async () => {
    let hard = 0;
    const options = { name: "m", softMs: 2, graceMs: 10, onHard: () => void (hard += 1) };
    await expect(withTimeout(obedient, options)).rejects.toMatchObject({ code: "RUN.TIMEOUT" });
    await sleep(30);
    expect(hard).toBe(0);
  });

  it("takes a success that comes in spite of the signal", async () => {
    const committing = async (signal: AbortSignal) => {
      await sleep(never, signal).catch(() => undefined);
      return "committed";
    };
    const options = { name: "m", softMs: 2, graceMs: never, onHard: mustNot };
    expect(await withTimeout(committing, options)).toBe("committed");
  });

  it("hands the caller's abort on, which is no timeout", async () => {
    const stop = new AbortController();
    const options = { name: "m", softMs: never, onHard: mustNot, signal: stop.signal };
    const body = withTimeout(obedient, options);
    stop.abort(new Error("stopped by hand"));
    await expect(body).rejects.toMatchObject({ code: "RUN.CANCELLED" });
    let ran = false;
    const late = withTimeout(() => Promise.resolve((ran = true)), options);
    await expect(late).rejects.toThrow("stopped by hand");
    expect(ran).toBe(false);
  });

  it("limits nothing when it is longer than a timer's longest", async () => {
    const slow = (signal: AbortSignal) => sleep(20, signal).then(() => "done");
    const options = { name: "m", softMs: 2 ** 33, graceMs: 0, onHard: mustNot };
    expect(await withTimeout(slow, options)).toBe("done");
  });
});

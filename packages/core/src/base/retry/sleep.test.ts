import { describe, expect, it } from "vitest";
import { sleep } from "./sleep.js";

describe("sleep", () => {
  it("takes a very long time for a very long time, until it is aborted", async () => {
    const stop = new AbortController();
    const long = sleep(2 ** 40, stop.signal).then(() => "woke");
    const first = await Promise.race([long, sleep(20).then(() => "still asleep")]);
    expect(first).toBe("still asleep");
    stop.abort(new Error("enough"));
    await expect(long).rejects.toThrow("enough");
  });

  it("does not begin where it is aborted already", async () => {
    await expect(sleep(60_000, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
  });
});

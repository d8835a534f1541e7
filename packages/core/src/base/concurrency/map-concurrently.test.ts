import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { mapConcurrently } from "./map-concurrently.js";

describe("mapConcurrently", () => {
  it("keeps the order of the items and never exceeds the limit", async () => {
    let running = 0;
    let most = 0;
    const results = await mapConcurrently([30, 1, 20, 2, 10], 2, async (millis, index) => {
      most = Math.max(most, ++running);
      await sleep(millis);
      running -= 1;
      return `${String(index)}:${String(millis)}`;
    });
    expect(results).toEqual(["0:30", "1:1", "2:20", "3:2", "4:10"]);
    expect(most).toBe(2);
  });

  it("rejects with the first rejection", async () => {
    const failing = mapConcurrently([1, 2, 3], 3, async (item) => {
      await sleep(item);
      throw new Error(String(item));
    });
    await expect(failing).rejects.toThrow("1");
  });

  it("does nothing for no items", async () => {
    expect(await mapConcurrently([], 4, () => Promise.reject(new Error("called")))).toEqual([]);
  });
});

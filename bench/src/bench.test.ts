import { describe, expect, it } from "vitest";
import { fullSizes, scaledSizes } from "./bench.js";

describe("scaledSizes", () => {
  it("scales what is counted and leaves what is compared as it is", () => {
    const tenth = scaledSizes(fullSizes, 0.1);
    expect(tenth).toMatchObject({ scale: 0.1, dayRows: 1000, planned: [100, 3000] });
    expect(tenth.ages).toEqual(fullSizes.ages);
    expect(tenth.models).toBe(fullSizes.models);
  });

  it("never gives nothing to measure", () => {
    const { dayRows, environments } = scaledSizes(fullSizes, 1e-9);
    expect([dayRows, environments]).toEqual([1, 1]);
  });
});

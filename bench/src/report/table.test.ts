import { describe, expect, it } from "vitest";
import type { Measurement } from "../bench.js";
import { renderTable } from "./table.js";

const compared: Measurement = {
  what: "first build",
  unit: "s",
  ours: 3,
  against: { what: "bare", value: 2, ratio: 1.5 },
};

function lastRow(measurement: Measurement): readonly string[] {
  const line = renderTable([measurement]).split("\n").at(-1) ?? "";
  return line.split("|").map((cell) => cell.trim());
}

describe("renderTable", () => {
  it("says by how much a bar on the ratio is missed", () => {
    const row = lastRow({ ...compared, bar: { of: "ratio", max: 1.2 } });
    expect(row.slice(1, 7)).toEqual([
      "first build",
      "3.00 s",
      "2.00 s (bare)",
      "1.50x",
      "<= 1.20x",
      "missed by 25 %",
    ]);
  });

  it("judges a bar on the figure itself by the figure, and meets it at its edge", () => {
    expect(lastRow({ ...compared, bar: { of: "ours", max: 3 } })[6]).toBe("met");
    expect(lastRow({ ...compared, bar: { of: "ours", max: 2 } })[6]).toBe("missed by 50 %");
  });

  it("never calls a bar on a missing ratio met", () => {
    const row = lastRow({ what: "x", unit: "MB", ours: 1, bar: { of: "ratio", max: 2 } });
    expect(row[6]).not.toBe("met");
  });

  it("gives no verdict without a bar", () => {
    expect(lastRow(compared)[6]).toBe("");
  });
});

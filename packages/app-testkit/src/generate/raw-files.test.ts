import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { parseCsv } from "../csv.js";
import { random, RawFiles, weighted, type DataSize } from "./index.js";

const rawFiles = new RawFiles({
  size: { rows: 2, seed: 1 },
  files: {
    "teas.csv": {
      header: "id,name",
      rows: ({ rows, seed }: DataSize) =>
        Array.from({ length: rows }, (_, index) => [index + 1, `tea ${String(seed)}`] as const),
    },
    "notes.csv": {
      header: "id,note",
      rows: () => [[1, 'say "yes"'], [2, "a,b"], [3, "two\nlines"]], // prettier-ignore
      lineEnd: "\r\n",
      isQuoted: (cell) => cell === "2",
    },
  },
});

it("files have the size of the repository, or another", () => {
  expect(rawFiles.text("teas.csv")).toBe("id,name\n1,tea 1\n2,tea 1\n");
  expect(rawFiles.text("teas.csv", { rows: 1 })).toBe("id,name\n1,tea 1\n");
  expect(rawFiles.text("teas.csv", { rows: 1, seed: 9 })).toBe("id,name\n1,tea 9\n");
});

it("cells are quoted where the format or the file requires it", () => {
  const text = rawFiles.text("notes.csv");
  expect(text).toBe('id,note\r\n1,"say ""yes"""\r\n"2","a,b"\r\n3,"two\nlines"\r\n');
  expect(parseCsv(text)).toEqual([
    { id: "1", note: 'say "yes"' },
    { id: "2", note: "a,b" },
    { id: "3", note: "two\nlines" },
  ]);
});

it("all files are written into a folder, also those of more than a megabyte", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "raw-files-"));
  try {
    const size = { rows: 120_000 };
    rawFiles.write(path.join(folder, "new"), size);
    expect(readdirSync(path.join(folder, "new")).sort()).toEqual(["notes.csv", "teas.csv"]);
    for (const name of rawFiles.names) {
      const written = readFileSync(path.join(folder, "new", name), "utf8");
      expect(written === rawFiles.text(name, size), name).toBe(true);
    }
    expect(rawFiles.text("teas.csv", size).length).toBeGreaterThan(1 << 20);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it("random numbers follow from their keys", () => {
  const numbers = (...keys: readonly number[]) => {
    const next = random(...keys);
    return Array.from({ length: 3 }, () => Math.floor(next() * 1000));
  };
  expect(numbers(7, 1, 0)).toEqual(numbers(7, 1, 0));
  expect(new Set([[7, 1, 0], [7, 1, 1], [7, 2, 0], [8, 1, 0], [1, 7, 0]].map((keys) => numbers(...keys).join())).size).toBe(5); // prettier-ignore
});

it("an item is picked as often as its weight says, and never for a weight of zero", () => {
  const next = random(1);
  const counts = { often: 0, seldom: 0, never: 0 };
  for (let index = 0; index < 4000; index += 1)
    counts[weighted([["never", 0], ["often", 3], ["seldom", 1]] as const, next)] += 1; // prettier-ignore
  expect(counts.never).toBe(0);
  expect(counts.often / 4000).toBeCloseTo(0.75, 1);
});

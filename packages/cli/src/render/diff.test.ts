import type { KeyedRowsDiff, ModelDiff } from "@sluice/core";
import pc from "picocolors";
import { expect, test } from "vitest";
import { diffStatusText, renderModelDiff, share } from "./diff.js";

const colours = pc.createColors(false);
const none = { onlyA: [], onlyB: [], retyped: [] };

const keyed: KeyedRowsDiff = {
  by: "key",
  key: { columns: ["id"], from: "kind" },
  rowsA: 2,
  rowsB: 2,
  onlyA: 0,
  onlyB: 0,
  both: 2,
  changed: 1,
  nullKeys: { a: 0, b: 0 },
  repeated: { keys: 0, rowsA: 0, rowsB: 0, unmatchedA: 0, unmatchedB: 0, sample: [] },
  columns: [],
  onlyASample: [],
  onlyBSample: [],
};

function lines(rows: Partial<KeyedRowsDiff>, width?: number): string[] {
  const diff = { columns: none, rows: { ...keyed, ...rows } };
  const model: ModelDiff = { name: "marts.orders", status: "different", diff };
  return renderModelDiff(model, { colours, width, a: "dev", b: "prod" });
}

test("a share never rounds a difference away", () => {
  expect(share(1_000_000, 1_000_000)).toBe("100%");
  expect(share(999_999, 1_000_000)).toBe("99.99%");
  expect(share(1, 1_000_000)).toBe("<0.01%");
  expect(share(0, 3)).toBe("0%");
  expect(share(1, 3)).toBe("33.33%");
});

test("values that look alike are told apart", () => {
  const sample = [
    { key: { id: 1 }, a: null, b: "" },
    { key: { id: 2 }, a: "a", b: "a " },
    { key: { id: 3 }, a: "NULL", b: "x\ny\u001b[31m" },
  ];
  const text = lines({ columns: [{ name: "note", matched: 0, differing: 3, sample }] }).join("\n");
  expect(text).toContain('1 │ NULL   │ ""');
  expect(text).toContain('2 │ a      │ "a "');
  expect(text).toContain('3 │ "NULL" │ x\\ny\\u001b[31m');
});

test("a wide key does not push the values off the terminal", () => {
  const key = Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [`part_${String(i)}_of_the_key`, "a long value"]),
  );
  const sample = [{ key, a: "1", b: "2" }];
  const shown = lines({ columns: [{ name: "x", matched: 1, differing: 1, sample }] }, 80);
  expect(shown.join("\n")).toMatch(/dev │ prod/);
  expect(shown.join("\n")).toContain("more columns do not fit");
  for (const line of shown) expect(line.length).toBeLessThanOrEqual(80);
});

test("what is equal is said in one line", () => {
  const text = (status: ModelDiff["status"], rows?: KeyedRowsDiff) =>
    diffStatusText({ name: "m", status, diff: { columns: none, rows } }, { a: "dev", b: "prod" });
  expect(text("identical", keyed)).toBe("identical: 2 rows, by id (key of its kind)");
  expect(text("shared")).toBe("shared: the same table, not read");
  expect(text("same_columns")).toBe("same columns, rows not compared");
  expect(text("only_a")).toBe("only in dev");
});

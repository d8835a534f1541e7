import fc from "fast-check";
import { expect, test } from "vitest";
import { renderTable } from "./table.js";
import { displayWidth } from "./width.js";

const cells = (...texts: string[]) => texts.map((text) => ({ text }));

test("numbers stand to the right, wide characters keep the columns straight", () => {
  const columns = [
    { header: "id", align: "right" as const },
    { header: "status" },
    { header: "amount", align: "right" as const },
  ];
  const rows = [cells("1", "completed", "9.90"), cells("120", "注文済み", "1204.00")];
  expect(renderTable(columns, rows).join("\n")).toMatchInlineSnapshot(`
    "  id │ status    │  amount
    ─────┼───────────┼─────────
       1 │ completed │    9.90
     120 │ 注文済み  │ 1204.00"
  `);
});

test("fits the width: the widest columns give way, then the last ones are left out with a note", () => {
  const columns = ["first", "second", "third", "fourth"].map((header) => ({ header }));
  const row = cells("short", "a rather long text that goes on", "another long text", "x");
  expect(renderTable(columns, [row], { width: 44 }).join("\n")).toMatchInlineSnapshot(`
    " first │ second          │ third
    ───────┼─────────────────┼─────────────────
     short │ a rather long … │ another long t…
     1 more column does not fit: fourth"
  `);
  expect(renderTable(columns, [row], { width: 24 }).join("\n")).toMatchInlineSnapshot(`
    " first │ second
    ───────┼────────────────
     short │ a rather long…
     2 more columns do not …"
  `);
});

test("no line of a table is wider than asked", () => {
  const text = fc
    .string({ unit: "grapheme", maxLength: 20 })
    .map((value) => value.replace(/\p{C}/gu, ""));
  fc.assert(
    fc.property(
      fc.array(fc.array(text, { minLength: 3, maxLength: 3 })),
      fc.integer({ min: 12, max: 90 }),
      (rows, width) => {
        const columns = [{ header: "a" }, { header: "b" }, { header: "c" }];
        const lines = renderTable(
          columns,
          rows.map((row) => cells(...row)),
          { width },
        );
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test("a number is never cut, not even one that comes after the layout", () => {
  const columns = [
    { header: "amount", align: "right" as const },
    { header: "a note that is long" },
  ];
  const lines = renderTable(columns, [cells("123456789012", "some text that goes on")], {
    width: 30,
  });
  expect(lines.at(-1)).toBe(" 123456789012 │ some text th…");
});

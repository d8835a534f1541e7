import { expect, test } from "vitest";
import { renderGrid } from "./grid.js";

const columns = [
  { header: "name" },
  { header: "kind", optional: true },
  { header: "tags", optional: true },
  { header: "file" },
];
const rows = [
  ["raw.orders", "seed", "raw", "models/raw/orders.seed.yaml"],
  ["marts.fct_orders", "table", "marts, core", "models/marts/fct_orders.sql"],
].map((texts) => texts.map((text) => ({ text })));

test("columns stand two apart", () => {
  expect(renderGrid(columns, rows).join("\n")).toMatchInlineSnapshot(`
    "name              kind   tags         file
    raw.orders        seed   raw          models/raw/orders.seed.yaml
    marts.fct_orders  table  marts, core  models/marts/fct_orders.sql"
  `);
});

test("where the width is not enough, optional columns go, then the last one is cut", () => {
  expect(renderGrid(columns, rows, { width: 56 }).join("\n")).toMatchInlineSnapshot(`
    "name              kind   file
    raw.orders        seed   models/raw/orders.seed.yaml
    marts.fct_orders  table  models/marts/fct_orders.sql"
  `);
  expect(renderGrid(columns, rows, { width: 30 }).join("\n")).toMatchInlineSnapshot(`
    "name              file
    raw.orders        models/raw/…
    marts.fct_orders  models/mart…"
  `);
});

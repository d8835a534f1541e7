import { parseCsv, renderCsv, type AppCopy } from "@sluice/app-testkit";
import { rawFiles } from "../../data/generate.js";

type FileName = (typeof rawFiles.names)[number];

type Row = Readonly<Record<string, string>>;

const dayMs = 86_400_000;

/** The day some days after another, as ISO dates. */
export const daysAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** Two in the morning of a day, when the shop has exported the day before. */
export const nightOf = (day: string) => `${day}T02:00:00Z`;

/** A shop that lives on: what it exports in a night is what was ordered and changed until then. */
export class LivingShop {
  readonly #files = new Map<FileName, readonly Row[]>();
  /** Rows that changed or came late, by file and key. */
  readonly #changed = new Map<FileName, Map<string, Row | undefined>>();

  constructor(rows: number) {
    for (const file of rawFiles.names)
      this.#files.set(file, parseCsv(rawFiles.text(file, { rows, seed: 23 })));
  }

  /** Rows of a file as they would be exported in the night to `day`. */
  export(file: FileName, day: string): readonly Row[] {
    const changed = this.#changed.get(file) ?? new Map<string, Row | undefined>();
    const base = (this.#files.get(file) ?? []).filter((row) => {
      const isThere = !file.startsWith("raw_order") || (row["created_at"] ?? "") < day;
      return isThere && !changed.has(keyOf(file, row));
    });
    const rows = file === "raw_orders.csv" ? base.map((row) => asOf(row, day)) : base;
    return [...rows, ...[...changed.values()].filter((row) => row !== undefined)];
  }

  /** Changes a row from now on; undefined takes it out of all exports to come. */
  change(file: FileName, row: Row, change: Partial<Row> | undefined): void {
    const changed = this.#changed.get(file) ?? new Map<string, Row | undefined>();
    this.#changed.set(file, changed);
    changed.set(keyOf(file, row), change && ({ ...row, ...change } as Row));
  }

  /** Writes the exports of the night to `day`. */
  writeTo(app: AppCopy, day: string): void {
    for (const file of rawFiles.names) {
      const rows = this.export(file, day).map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, text]) => [name, text || null])),
      );
      app.write(`data/${file}`, renderCsv(rows));
    }
  }
}

/** An order is pending for three days. */
function asOf(order: Row, day: string): Row {
  const created = order["created_at"] ?? "";
  if (daysAfter(created, 3) < day) return order;
  return { ...order, order_status: "pending", updated_at: created };
}

function keyOf(file: FileName, row: Row): string {
  return row[file === "raw_order_items.csv" ? "order_item_id" : (Object.keys(row)[0] ?? "")] ?? "";
}

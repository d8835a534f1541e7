import { parseCsv } from "@sluice/app-testkit";

/** An order as the shop's rules leave it, amounts in cents. */
export interface CountedOrder {
  readonly id: string;
  readonly user: string;
  readonly day: string;
  readonly completed: boolean;
  readonly total: number;
  readonly net: number;
  readonly items: readonly {
    readonly product: string;
    readonly quantity: number;
    readonly cents: number;
  }[];
}

type Raw = Readonly<Record<string, string>>;

const text = (value: string | undefined) => {
  const trimmed = (value ?? "").trim();
  return trimmed === "NULL" ? "" : trimmed;
};

const cents = (value: string | undefined) => {
  const read = text(value).replaceAll(/[$, ]/g, "");
  return read === "" || Number.isNaN(Number(read)) ? undefined : Math.round(Number(read) * 100);
};

const dayInUtc = (value: string | undefined) => {
  const read = text(value);
  const time = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(read) ? `${read}T00:00:00Z` : read);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
};

/** Of rows with the same key the one updated last, in the order keys appear. */
function latest(rows: readonly Raw[], key: (row: Raw) => string): readonly Raw[] {
  const kept = new Map<string, Raw>();
  for (const row of rows) {
    const before = kept.get(key(row));
    if (!before || text(row["updated_at"]) > text(before["updated_at"])) kept.set(key(row), row);
  }
  return [...kept.values()];
}

export function groupBy<T>(rows: readonly T[], key: (row: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

/** The orders that count, from the raw files and without any SQL. */
export function countedOrders(ordersCsv: string, itemsCsv: string): readonly CountedOrder[] {
  const sold = parseCsv(itemsCsv).filter(
    (item) => Number(text(item["quantity"])) > 0 && (cents(item["unit_price"]) ?? 0) > 0,
  );
  const items = groupBy(
    latest(sold, (item) => text(item["order_item_id"])),
    (item) => text(item["order_id"]),
  );
  const readable = parseCsv(ordersCsv).filter(
    (order) =>
      dayInUtc(order["order_date"]) !== undefined && (cents(order["order_total"]) ?? 0) > 0,
  );
  return latest(readable, (order) => text(order["order_id"])).map((order) => {
    const total = cents(order["order_total"]) ?? 0;
    return {
      id: text(order["order_id"]),
      user: text(order["user_id"]),
      day: dayInUtc(order["order_date"]) ?? "",
      completed: /^(confirmed|shipped|delivered)$/i.test(text(order["order_status"])),
      total,
      net: total - (cents(order["discount_amount"]) ?? 0),
      items: (items.get(text(order["order_id"])) ?? []).map((item) => ({
        product: text(item["product_id"]),
        quantity: Number(text(item["quantity"])),
        cents: Number(text(item["quantity"])) * (cents(item["unit_price"]) ?? 0),
      })),
    };
  });
}

import { orders, type StatementCases } from "./fixture.js";

/** Statements that update rows. */
export const updateCases: StatementCases = {
  "update-where": {
    statement: ({ dialect, at }) =>
      dialect.updateWhere(
        at("orders"),
        { status: dialect.literal("late"), amount: "amount + 1" },
        "status is null or id = 1",
      ),
    gives: orders([1, "late", 11], [2, "paid", 20], [3, "late", 31]),
  },
  "update-from": {
    statement: ({ dialect, at, sql }) =>
      dialect.updateFrom(
        at("orders"),
        { status: "c.status", amount: "o.amount + c.amount" },
        { alias: "o", from: `${sql("changes")} as c`, match: "o.id = c.id and c.amount < 30" },
      ),
    gives: orders([1, "open", 10], [2, "sent", 45], [3, null, 30]),
  },
  "update-from-query": {
    statement: ({ dialect, at, sql }) =>
      dialect.updateFrom(
        at("orders"),
        { amount: "c.most" },
        {
          alias: "o",
          from: `(select max(amount) as most from ${sql("changes")}) as c`,
          match: dialect.nullSafeEqual("o.status", "null"),
        },
      ),
    gives: orders([1, "open", 10], [2, "paid", 20], [3, null, 40]),
  },
};

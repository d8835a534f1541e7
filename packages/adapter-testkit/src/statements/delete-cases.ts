import { orders, type StatementCases } from "./fixture.js";

/** Statements that delete rows. */
export const deleteCases: StatementCases = {
  "delete-where": {
    statement: ({ dialect, at }) =>
      dialect.deleteWhere(at("orders"), "status is null or amount < 15"),
    gives: orders([2, "paid", 20]),
  },
  "delete-where-in-query": {
    statement: ({ dialect, at, sql }) =>
      dialect.deleteWhere(at("orders"), `id in (select c.id from ${sql("changes")} as c)`),
    gives: orders([1, "open", 10]),
  },
  "delete-matched": {
    statement: ({ dialect, at, sql }) =>
      dialect.deleteMatched(at("orders"), {
        alias: "o",
        from: `${sql("changes")} as c`,
        match: `${dialect.nullSafeEqual("o.status", "c.status")} and ${dialect.nullSafeEqual("o.amount", "c.amount")}`,
      }),
    gives: orders([1, "open", 10], [2, "paid", 20]),
  },
  "delete-unmatched": {
    statement: ({ dialect, at, sql }) =>
      dialect.deleteUnmatched(at("orders"), {
        alias: "o",
        from: `${sql("changes")} as c`,
        match: dialect.nullSafeEqual("o.status", "c.status"),
      }),
    gives: orders([1, "open", 10], [3, null, 30]),
  },
};

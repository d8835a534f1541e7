import { allOrders, orders, type StatementCases } from "./fixture.js";

/** Statements that insert rows. */
export const insertCases: StatementCases = {
  "insert-values": {
    statement: ({ dialect, at }) =>
      dialect.insertValues(
        at("orders"),
        ["id", "status", "amount"],
        [
          [dialect.literal(4), dialect.literal("it's"), dialect.literal(40)],
          [dialect.literal(5), "null", dialect.literal(50)],
        ],
      ),
    gives: orders(...allOrders, [4, "it's", 40], [5, null, 50]),
  },
  "insert-values-by-name": {
    statement: ({ dialect, at }) =>
      dialect.insertValues(at("orders"), ["amount", "id"], [["40", "4"]]),
    gives: orders(...allOrders, [4, null, 40]),
  },
  "insert-select": {
    statement: ({ dialect, at, sql }) =>
      dialect.insertSelect(
        at("orders"),
        ["amount", "id"],
        `select amount, id from ${sql("changes")} where id = 4`,
      ),
    gives: orders(...allOrders, [4, null, 40]),
  },
};

import { orders, type Fixture, type StatementCases } from "./fixture.js";

const by = ({ sql }: Fixture) => ({
  alias: "o",
  from: `${sql("changes")} as c`,
  match: "o.id = c.id",
});

const update = { set: { status: "c.status", amount: "c.amount" } };
const insert = { values: { id: "c.id", status: "c.status", amount: "c.amount" } };

export const mergeCases: StatementCases = {
  "merge-update-and-insert": {
    statement: (fixture) =>
      fixture.dialect.mergeRows(fixture.at("orders"), { ...by(fixture), update, insert }),
    gives: orders([1, "open", 10], [2, "sent", 25], [3, null, 30], [4, "open", 40]),
  },
  "merge-under-conditions": {
    statement: (fixture) =>
      fixture.dialect.mergeRows(fixture.at("orders"), {
        ...by(fixture),
        update: { ...update, where: fixture.dialect.nullSafeDistinct("o.status", "c.status") },
        insert: { ...insert, where: "c.amount < 40" },
      }),
    gives: orders([1, "open", 10], [2, "sent", 25], [3, null, 30]),
  },
  "merge-delete": {
    statement: (fixture) =>
      fixture.dialect.mergeRows(fixture.at("orders"), {
        ...by(fixture),
        deleteWhere: "c.status is null",
        update,
      }),
    gives: orders([1, "open", 10], [2, "sent", 25]),
  },
  "merge-the-whole-truth": {
    statement: (fixture) =>
      fixture.dialect.mergeRows(fixture.at("orders"), {
        ...by(fixture),
        update,
        insert,
        deleteUnmatched: true,
      }),
    gives: orders([2, "sent", 25], [3, null, 30], [4, "open", 40]),
  },
};

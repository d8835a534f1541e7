import type { Fixture, StatementCases } from "./fixture.js";

const made = ({ sql }: Fixture) => `select id from ${sql("made")} order by id`;
const ids = [{ id: 1 }, { id: 2 }, { id: 3 }];

/** Statements that make and drop relations and schemas. */
export const definitionCases: StatementCases = {
  "create-schema": {
    statement: ({ dialect, spare }) => dialect.createSchema(spare),
    look: () => "select 1 as n",
    gives: [{ n: 1 }],
  },
  "drop-empty-schema": {
    statement: ({ dialect, spare }) => dialect.dropEmptySchema(spare),
    look: () => "select 1 as n",
    gives: [{ n: 1 }],
  },
  "drop-schema": {
    statement: ({ dialect, spare }) => dialect.dropSchema(spare),
    look: () => "select 1 as n",
    gives: [{ n: 1 }],
  },
  "create-table": {
    statement: ({ dialect, at }) =>
      dialect.createTable(at("made"), [
        { name: "id", type: dialect.typeFor("bigint") ?? "bigint", nullable: false },
        { name: "select", type: dialect.typeFor("text") ?? "text", nullable: true },
      ]),
    look: made,
    gives: [],
  },
  "create-table-as": {
    statement: ({ dialect, at, sql }) =>
      dialect.createTableAs(at("made"), `select id from ${sql("orders")}`),
    look: made,
    gives: ids,
  },
  "create-view": {
    statement: ({ dialect, at, sql }) =>
      dialect.createView(at("made"), `select id from ${sql("orders")}`),
    look: made,
    gives: ids,
  },
  "drop-table-that-is-not-there": {
    statement: ({ dialect, at }) => dialect.dropRelation(at("absent"), "table"),
    look: () => "select 1 as n",
    gives: [{ n: 1 }],
  },
  "drop-view-that-is-not-there": {
    statement: ({ dialect, at }) => dialect.dropRelation(at("absent"), "view"),
    look: () => "select 1 as n",
    gives: [{ n: 1 }],
  },
};

import type { Dialect, RelationRef, Row } from "@sluice/core/adapter";

/** The tables that a statement of a case is about: `orders` and `changes`, as `fixtureStatements` makes them. */
export interface Fixture {
  readonly dialect: Dialect;
  /** A relation of the case's schema. */
  readonly at: (name: string) => RelationRef;
  /** The same as SQL text. */
  readonly sql: (name: string) => string;
  /** A schema that the case may make and drop. */
  readonly spare: string;
}

/** A statement of a dialect, and what it does. */
export interface StatementCase {
  readonly statement: (fixture: Fixture) => string;
  /** A query of what is there afterwards. @default all rows of `orders`, by `id` */
  readonly look?: ((fixture: Fixture) => string) | undefined;
  /** Rows of that query. */
  readonly gives: readonly Row[];
}

/** Cases by name; the name is that of the file with the statement's text. */
export type StatementCases = Readonly<Record<string, StatementCase>>;

/** Orders as rows of a query. */
export function orders(...rows: readonly (readonly [number, string | null, number])[]): Row[] {
  return rows.map(([id, status, amount]) => ({ id, status, amount }));
}

/** The rows of `orders` before a statement. */
export const allOrders = [
  [1, "open", 10],
  [2, "paid", 20],
  [3, null, 30],
] as const;

/** The rows of `changes`. */
const allChanges = [
  [2, "sent", 25],
  [3, null, 30],
  [4, "open", 40],
] as const;

/** Statements that make the tables of a case. */
export function fixtureStatements({ dialect, at }: Fixture): readonly string[] {
  return Object.entries({ orders: allOrders, changes: allChanges }).flatMap(([name, rows]) => [
    dialect.createTable(at(name), [
      { name: "id", type: dialect.typeFor("integer") ?? "integer", nullable: true },
      { name: "status", type: dialect.typeFor("text") ?? "text", nullable: true },
      { name: "amount", type: dialect.typeFor("integer") ?? "integer", nullable: true },
    ]),
    dialect.insertValues(
      at(name),
      ["id", "status", "amount"],
      rows.map((row) => row.map((value) => dialect.literal(value))),
    ),
  ]);
}

/** The query that a case is looked at by. */
export function lookAt(one: StatementCase, fixture: Fixture): string {
  return (
    one.look?.(fixture) ?? `select id, status, amount from ${fixture.sql("orders")} order by id`
  );
}

/** The tables of a case in a schema. */
export function fixtureIn(schema: string, dialect: Dialect): Fixture {
  const at = (name: string) => ({ schema, name });
  return {
    dialect,
    at,
    sql: (name) => dialect.relation(at(name)),
    spare: `${schema}_spare`,
  };
}

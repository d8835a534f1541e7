import type { Fixture, StatementCases } from "./fixture.js";

const pairs = ({ sql }: Fixture, predicate: string) =>
  `select o.id as o, c.id as c from ${sql("orders")} as o join ${sql("changes")} as c on ${predicate} order by 1, 2`;

const itself = (statement: (fixture: Fixture) => string) => ({ statement, look: statement });

/** Comparisons that take null for a value, as keys of a join. */
export const nullSafeCases: StatementCases = {
  "null-safe-equal": {
    ...itself((fixture) => pairs(fixture, fixture.dialect.nullSafeEqual("o.status", "c.status"))),
    gives: [
      { o: 1, c: 4 },
      { o: 3, c: 3 },
    ],
  },
  "null-safe-distinct": {
    ...itself((fixture) =>
      pairs(fixture, fixture.dialect.nullSafeDistinct("o.status", "c.status")),
    ),
    gives: [
      { o: 1, c: 2 },
      { o: 1, c: 3 },
      { o: 2, c: 2 },
      { o: 2, c: 3 },
      { o: 2, c: 4 },
      { o: 3, c: 2 },
      { o: 3, c: 4 },
    ],
  },
};

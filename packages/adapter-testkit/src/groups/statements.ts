import { expect } from "vitest";
import { rowsOf, type Kit } from "../context.js";
import { fixtureIn, fixtureStatements, lookAt } from "../statements/fixture.js";
import { statementCases } from "../statements/statement-cases.js";

/** The rows that statements of the dialect leave. */
export function statementsGroup({ schema, test, warehouse }: Kit): void {
  for (const [name, one] of Object.entries(statementCases))
    test(`${name} does what it says`, async () => {
      const { dialect } = warehouse();
      const fixture = fixtureIn(await schema(), dialect);
      for (const sql of fixtureStatements(fixture)) await warehouse().execute(sql);
      await warehouse().execute(one.statement(fixture));
      expect(await rowsOf(warehouse(), lookAt(one, fixture))).toEqual(one.gives);
      await warehouse().execute(dialect.dropSchema(fixture.spare));
    });
}

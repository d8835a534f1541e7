import { definitionCases } from "./definition-cases.js";
import { deleteCases } from "./delete-cases.js";
import { insertCases } from "./insert-cases.js";
import { mergeCases } from "./merge-cases.js";
import { nullSafeCases } from "./null-safe-cases.js";
import { updateCases } from "./update-cases.js";
import type { StatementCases } from "./fixture.js";

/** One case a method of the dialect that makes a statement, and one an argument that changes the text. */
export const statementCases: StatementCases = {
  ...definitionCases,
  ...insertCases,
  ...updateCases,
  ...deleteCases,
  ...mergeCases,
  ...nullSafeCases,
};

import { expect, it } from "vitest";
import { normalizeError } from "./errors.js";

const hintsOf = (name: string, candidates: string) =>
  normalizeError(
    new Error(
      JSON.stringify({
        exception_type: "Catalog",
        exception_message: `Scalar Function with name ${name} does not exist!`,
        candidates,
      }),
    ),
  ).hints;

it("a function that DuckDB lacks may be a macro, unless its name is a slip", () => {
  expect(hintsOf("lenght", "length")).toEqual(["Did you mean `length`?"]);
  expect(hintsOf("cents", "century")).toEqual([
    "Did you mean `century`?",
    "Macros of the database file are no part of a project: write the expression here, or in a TypeScript model.",
  ]);
});

import { expect, it } from "vitest";
import { everyEdit } from "./every-edit.js";
import { pickOne, type Pick } from "./random.js";

it("every edit of a mutator is made once, over all of its choices", () => {
  const mutate = (sql: string, pick: Pick) =>
    pick(2) === 0 ? undefined : `${sql}${pickOne(["a", "b"], pick) ?? ""}${String(pick(3))}`;
  expect(everyEdit(mutate, "q")).toEqual(["qa0", "qa1", "qa2", "qb0", "qb1", "qb2"]);
});

it("a text that is the query itself is no edit, and a mutator without a place makes none", () => {
  expect(everyEdit((sql, pick) => (pick(2) === 0 ? sql : `${sql};`), "q")).toEqual(["q;"]);
  expect(everyEdit((_, pick) => pickOne([], pick), "q")).toEqual([]);
});

import { expect, it } from "vitest";
import { fakeIo } from "../../test/support/fake-io.js";
import { readersLines } from "./readers-lines.js";

const { io } = fakeIo({ color: false });
const none = { removed: [], outdated: [], environment: "prod" };
const names = (count: number) => Array.from({ length: count }, (_, i) => `m.n${String(i + 1)}`);
const outdated = (...models: readonly (readonly [string, readonly string[]])[]) =>
  models.map(([name, behind]) => ({ name, behind }));

it("a run that leaves readers as they are has no line about them", () => {
  expect(readersLines(none, io, "")).toEqual([]);
});

it("removed models are named, five at most", () => {
  expect(readersLines({ ...none, removed: ["m.a"] }, io, "")).toEqual([
    "Removed from prod, as the project no longer has it: m.a.",
  ]);
  expect(readersLines({ ...none, removed: names(7) }, io, "")).toEqual([
    "Removed from prod, as the project no longer has them: m.n1, m.n2, m.n3, m.n4, m.n5 and 2 more.",
  ]);
});

it("outdated readers are named with the command that builds them", () => {
  const one = outdated(["m.view", ["m.a"]]);
  expect(readersLines({ ...none, outdated: one }, io, " --env dev")).toEqual([
    "1 reader of prod was not selected and still shows the data of before: m.view. next: sluice build m.a+ --env dev",
  ]);
});

it("the command selects up to three models, and everything beyond", () => {
  const of = (count: number) => outdated(["m.x", names(count)], ["m.y", names(1)]);
  expect(readersLines({ ...none, outdated: of(3) }, io, "")[0]).toMatch(
    /^2 readers of prod were .*: m\.x, m\.y\. next: sluice build m\.n1\+ m\.n2\+ m\.n3\+$/,
  );
  expect(readersLines({ ...none, outdated: of(4) }, io, "")[0]).toMatch(/next: sluice build$/);
});

import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const simulation = new URL("simulation/", import.meta.url);
const page = new URL("../../../../docs/reference/kept-tables.md", import.meta.url);

const sorted = (numbers: Iterable<string>) => [...new Set(numbers)].sort();

it("the simulation quotes every numbered rule of the page, and no other", () => {
  const rules = [...readFileSync(page, "utf8").matchAll(/^- \*\*([A-Z]\d+)\.\*\*/gm)];
  const texts = readdirSync(simulation).map((file) =>
    readFileSync(new URL(file, simulation), "utf8"),
  );
  const quoted = texts.flatMap((text) => text.match(/\b[ETKAS]\d+\b/g) ?? []);
  expect(sorted(quoted)).toEqual(sorted(rules.map(([, number = ""]) => number)));
});

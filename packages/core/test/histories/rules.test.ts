import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const filesIn = (folder: string) =>
  readdirSync(new URL(`${folder}/`, import.meta.url)).map((file) => `${folder}/${file}`);
const page = new URL("../../../../docs/reference/kept-tables.md", import.meta.url);

const sorted = (numbers: Iterable<string>) => [...new Set(numbers)].sort();

it("the simulation quotes every numbered rule of the page, and no other", () => {
  const rules = [...readFileSync(page, "utf8").matchAll(/^- \*\*([A-Z]\d+)\.\*\*/gm)];
  const files = ["history-tables.ts", ...filesIn("simulation"), ...filesIn("steps")];
  const texts = files.map((file) => readFileSync(new URL(file, import.meta.url), "utf8"));
  const quoted = texts.flatMap((text) => text.match(/\b[CENTKAS]\d+\b/g) ?? []);
  expect(sorted(quoted)).toEqual(sorted(rules.map(([, number = ""]) => number)));
});

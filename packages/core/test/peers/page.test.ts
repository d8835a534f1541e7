import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const folder = path.join(root, "docs/reference");
const page = readFileSync(path.join(folder, "peer-defects.md"), "utf8");

/** A test as the page names it. */
interface Named {
  readonly file: string;
  readonly title: string;
}

const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split(" | "))
  .filter(([first]) => first !== "| elsewhere" && first !== "| ---");

function testsOf(cell = ""): readonly Named[] {
  return [...cell.matchAll(/\]\(([^)]+)\): "([^"]+)"/g)].map(([, file = "", title = ""]) => ({
    file: path.join(folder, file),
    title,
  }));
}

/** A test file, with the modules beside it that hold its tables of cases. */
function textOf(file: string): string {
  const text = readFileSync(file, "utf8");
  const beside = [...text.matchAll(/from "(\.[^"]+)\.js"/g)].map(([, module = ""]) =>
    path.resolve(path.dirname(file), `${module}.ts`),
  );
  return [text, ...beside.filter(existsSync).map((found) => readFileSync(found, "utf8"))].join(
    "\n",
  );
}

/** What is wrong with the mention of a test; nothing where it is there and runs. */
function problem({ file, title }: Named): string | undefined {
  if (!existsSync(file)) return `${file} is not there`;
  const text = textOf(file);
  const literal = JSON.stringify(title);
  const at = text.indexOf(literal);
  if (at < 0) return `${file} has no ${literal}`;
  const call = /\.(skip|todo|fails)\(\s*$/.exec(text.slice(0, at));
  return call ? `${literal} of ${file} is marked ${call[1] ?? ""}` : undefined;
}

it("every row of the page names tests that are there and pass", () => {
  expect(rows.length).toBeGreaterThan(75);
  const found = rows.map(([, , cell]) => testsOf(cell));
  expect(found.filter((tests) => tests.length === 0)).toEqual([]);
  expect(found.flat().flatMap((test) => problem(test) ?? [])).toEqual([]);
});

it("every row says where it was met", () => {
  const unsourced = rows.filter(([first = ""]) => !/\(seen in |\]\(https:\/\//.test(first));
  expect(unsourced).toEqual([]);
});

it("a test that was renamed, removed or given up would be noticed", () => {
  const file = fileURLToPath(import.meta.url);
  expect(problem({ file, title: "every row says where it was met" })).toBeUndefined();
  expect(problem({ file, title: ["no", "such", "test"].join(" ") })).toContain("has no");
  expect(problem({ file: `${file}.gone`, title: "any" })).toContain("not there");
});

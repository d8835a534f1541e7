import type { WarehouseAdapter } from "@sluice/core/adapter";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseDuckType } from "./duck-type.js";
import { duckdb } from "./index.js";
import { typeProblem } from "./type-problem.js";
import { reservedWords, synonyms } from "./type-names.js";
import { typesElsewhere } from "./types-elsewhere.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(() => warehouse.close());

/** True where a column can have the type. */
async function accepts(type: string): Promise<boolean> {
  return warehouse.execute(`create or replace table typed (v ${type})`).then(
    () => true,
    () => false,
  );
}

const marked = (type: string) => {
  const problem = typeProblem(type);
  return problem && `${type.slice(0, problem.at)}^${type.slice(problem.at)}`;
};

describe("a type that DuckDB lacks", () => {
  test.each([
    ["decmal(10,2)", "^decmal(10,2)", "there is no type `decmal`", "Did you mean `decimal`?"],
    ["struct(a decmal)", "struct(a ^decmal)", "there is no type `decmal`", "`decimal`"],
    ["map(text, bigin[])", "map(text, ^bigin[])", "there is no type `bigin`", "`bigint`"],
    ["union(n int, s strng)[]", "union(n int, s ^strng)[]", "there is no type `strng`", "`string`"],
    ["jsonb", "^jsonb", "there is no type `jsonb`", "DuckDB calls it `json`."],
    ["number(10,2)", "^number(10,2)", "there is no type `number`", "DuckDB calls it `decimal`."],
    ["frobnicate", "^frobnicate", "there is no type `frobnicate`", "Write a type such as"],
    [
      "int unsigned",
      "int ^unsigned",
      "`unsigned` does not belong to a type",
      "Write a type such as",
    ],
    ["decimal(50,2)", "^decimal(50,2)", "a decimal has 1 to 38 digits, not 50", "Write a type"],
    ["decimal(2,5)", "^decimal(2,5)", "a decimal of 2 digits cannot have 5 after the point", ""],
    ["decimal(10,2,3)", "^decimal(10,2,3)", "a decimal takes two numbers", ""],
    ["decimal(10", "decimal(10^", "`)` is missing at the end", ""],
    ["varchar(", "varchar(^", "a number is missing at the end", ""],
    ["varchar(max)", "varchar(^max)", "a number is missing before `max)`", ""],
    ["varchar(10))", "varchar(10)^)", "`)` does not belong to a type", ""],
    ["int(11)", "^int(11)", "`int` takes no numbers in parentheses", "Write `int`."],
    ["timestamp(12)", "^timestamp(12)", "`timestamp` takes one number from 0 to 9", ""],
    ["float(60)", "^float(60)", "`float` takes one number from 1 to 53", ""],
    ["list(int)", "^list(int)", "a list is written as", "Write `int[]`."],
    ["array", "^array", "a list is written as", "Write `integer[]`."],
    ["array<string>", "array^<string>", "nested types have parentheses", "integer[]"],
    ["int[0]", "int[^0]", "an array has 1 to 100,000 elements", ""],
    ["int[", "int[^", "`]` is missing at the end", ""],
    ["struct", "struct^", "`(` is missing at the end", ""],
    ["struct(int)", "struct(int^)", "a type is missing before `)`", ""],
    ["struct(a int, A text)", "struct(a int, ^A text)", "two fields are called `A`", ""],
    ["struct(order int)", "struct(^order int)", "write it in double quotes", ""],
    ["struct(a: int)", "struct(a^: int)", "a type is missing before `: int)`", ""],
    ["map(int)", "map(int^)", "`,` is expected before `)`", ""],
    ["enum()", "enum(^)", "a value in single quotes is missing before `)`", ""],
    ["enum('a', 'a')", "enum('a', ^'a')", "the enum has the value 'a' twice", ""],
    ["type", "^type", "a column cannot have the type `type`", ""],
    ["", "^", "a type is missing at the end", ""],
  ])("%s is refused at its place", async (type, place, message, hint) => {
    expect(marked(type)).toBe(place);
    expect(typeProblem(type)?.message).toContain(message);
    expect(typeProblem(type)?.hints.join(" ")).toContain(hint);
    expect(await accepts(type)).toBe(false);
  });

  test.each([...typesElsewhere])("%s of another engine has a name here: %s", async (name, here) => {
    expect(await accepts(name)).toBe(false);
    expect(here === "struct(...)" || typeProblem(here) === undefined).toBe(true);
    expect(typeProblem(name)?.hints).toEqual([`DuckDB calls it \`${here}\`.`]);
  });
});

const elementary = [...synonyms.keys()].filter((name) => {
  const canonical = synonyms.get(name) ?? "";
  return !["STRUCT", "MAP", "LIST", "UNION", "ENUM", "TYPE", "NULL"].includes(canonical);
});

test.each(elementary)("%s is a type for both", async (name) => {
  expect(typeProblem(name)).toBeUndefined();
  expect(await accepts(name)).toBe(true);
});

/** Types in the grammar of DuckDB, with numbers and names that are not always right. */
const { type } = fc.letrec<{ type: string; nested: string }>((tie) => {
  const field = fc.constantFrom("a", "b", '"c d"', "select", "left", "year", "ü");
  const fields = fc.array(
    fc.tuple(field, tie("type")).map((pair) => pair.join(" ")),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  const numbers = fc.array(fc.constantFrom(0, 1, 3, 6, 9, 12, 25, 38, 39, 54), {
    minLength: 1,
    maxLength: 3,
  });
  return {
    nested: fc.oneof(
      fields.map((list) => `struct(${list.join(", ")})`),
      fields.map((list) => `union(${list.join(",")})`),
      fc.tuple(tie("type"), tie("type")).map(([key, value]) => `map(${key}, ${value})`),
      fc
        .array(fc.constantFrom("'a'", "'b''c'", "''"), { maxLength: 3 })
        .map((v) => `enum(${v.join(", ")})`),
      fc
        .tuple(tie("type"), fc.constantFrom("[]", "[3]", "[ 0 ]", " array", " array[2]"))
        .map((pair) => pair.join("")),
    ),
    type: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...elementary, "decmal", "array", "list", "interval year to month"),
      fc
        .tuple(fc.constantFrom(...elementary), numbers)
        .map(([name, list]) => `${name}(${list.join(",")})`),
      tie("nested"),
    ),
  };
});

test("a type has a problem exactly where the engine refuses it", async () => {
  await fc.assert(
    fc.asyncProperty(type, async (text) => {
      const problem = typeProblem(text);
      expect([text, problem === undefined]).toEqual([text, await accepts(text)]);
      if (problem === undefined) expect(parseDuckType(text)).toBeDefined();
      else expect(problem.at).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 1500 },
  );
});

test("reserved words are those that the engine refuses as names of fields", async () => {
  const words: unknown[] = [];
  for await (const row of warehouse.query(
    "select distinct keyword_name as w from duckdb_keywords()",
  ))
    words.push(row["w"]);
  const refused = [];
  for (const word of words)
    if (!(await accepts(`struct(${String(word)} integer)`))) refused.push(word);
  expect([...reservedWords].sort()).toEqual(refused.sort());
});

import { describe, expect, it } from "vitest";
import { testProject } from "../../../test/project.js";

const models = {
  "models/a/t.sql": "select 1::bigint as id, 1.5::decimal(18,2) as v, 'x' as s",
  "models/a/m.sql": "select id, v, s from a.t",
};

/** Result of the only test of a file with these rows given and expected, as YAML. */
async function result(given: string, expected: string) {
  const text = `- { name: t, model: a.m, given: { a.t: [${given}] }, expect: [${expected}] }\n`;
  const { t } = await testProject({ ...models, "tests/m.test.yaml": text }).test();
  return { status: t?.status, message: t?.error?.message };
}

describe("unit tests in YAML", () => {
  it.each(["9007199254740993", "-123456789012345678"])("keep %s as written", async (id) => {
    expect(await result(`{ id: ${id} }`, `{ id: "${id}" }`)).toMatchObject({ status: "passed" });
    const other = `${id.slice(0, -1)}2`;
    expect(await result(`{ id: ${id} }`, `{ id: ${other} }`)).toMatchObject({ status: "failed" });
  });

  it("keep decimals as written", async () => {
    const found = await result("{ v: 1234567890123456.78 }", '{ v: "1234567890123456.78" }');
    expect(found).toMatchObject({ status: "passed" });
  });

  it.each([
    [
      "a part of a whole number",
      "{ id: 2 }",
      "{ id: 2.4 }",
      "Row 1 of `expect`: `id` is BIGINT and would change `2.4` to `2`.",
    ],
    [
      "more places than a decimal has",
      "{ v: 3 }",
      "{ v: 3.004 }",
      "`v` is DECIMAL(18,2) and would change `3.004` to `3.00`.",
    ],
    [
      "such a number as text",
      "{ v: 3 }",
      '{ v: "3.004" }',
      "`v` is DECIMAL(18,2) and would change `3.004` to `3.00`.",
    ],
    ["what is given", "{ v: 3.004 }", "{ v: 3 }", "Row 1 of `a.t`"],
  ])("refuse %s, which the column would round away", async (_, given, expected, words) => {
    const found = await result(given, expected);
    expect(found.status).toBe("error");
    expect(found.message).toContain(words);
  });

  it.each([
    ["2.0", "{ id: 2 }", "{ id: 2.0 }"],
    ["3.140", "{ v: 3.14 }", "{ v: 3.140 }"],
  ])("take %s, which is the same number", async (_, given, expected) => {
    expect(await result(given, expected)).toMatchObject({ status: "passed" });
  });

  it("count the rows that are right, however many are not", async () => {
    const rows = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => `{ id: ${from + i} }`).join();
    const text = `- { name: t, model: a.m, given: { a.t: [${rows(0, 150)}] }, expect: [${rows(140, 400)}] }\n`;
    const { t } = await testProject({ ...models, "tests/m.test.yaml": text }).test();
    expect(t).toMatchObject({ status: "failed", matched: 10 });
  });

  it("may be a file without any", async () => {
    const files = { ...models, "tests/m.test.yaml": "# none yet\n\n" };
    expect(await testProject(files).test()).toEqual({});
  });
});

describe("a test of a wrong shape", () => {
  const good = "- { name: good, model: a.m, expect: [] }\n";

  it.each([
    ["- { name: t, model: a.m }", "Test `t`: `expect` is missing.", 2],
    ["- { model: a.m, expect: [] }", "Test 2 of the file: `name` is missing.", 2],
    ["- { name: t, model: a.m, expect: [1] }", "Test `t`: row 1 of `expect`: expected", 2],
    [
      "- name: t\n  model: a.m\n  given: { a.t: { rows: [ {}, 2 ] } }\n  expect: []",
      "Test `t`: row 2 of `given.a.t`: expected",
      4,
    ],
    ["- 5", "Test 2 of the file: The value: expected", 2],
    ["- { name: t, model: a.m, expect: [], nwo: 1 }", "Test `t`: `nwo` is not a known key.", 2],
  ])("is named, with its path in words: %s", async (test, message, line) => {
    const project = testProject({ ...models, "tests/m.test.yaml": `${good}${test}\n` });
    await expect(project.test()).rejects.toMatchObject({
      code: "DQ.TEST_INVALID",
      message: expect.stringContaining(message) as string,
      where: { file: "tests/m.test.yaml", line },
    });
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { testProject } from "../../../test/project.js";
import type { UnitTestResult } from "./unit-test-result.js";
import { typedValues, type WrittenValue } from "./__fixtures__/typed-values.js";

const forms = ["rows", "csv", "sql"] as const;
type Form = (typeof forms)[number];

const quoted = (text: string) => JSON.stringify(text);

/** One row with one column, as YAML. */
function relation(form: Form, { yaml, csv, sql }: WrittenValue): string {
  switch (form) {
    case "rows":
      return `[{ id: 1, v: ${yaml} }]`;
    case "csv": {
      const field = csv ?? yaml;
      const isNull = field === "" && yaml === "null";
      return `{ csv: ${quoted(`id,v\n1,${isNull ? "" : `"${field.replaceAll('"', '""')}"`}\n`)} }`;
    }
    case "sql":
      return `{ sql: ${quoted(`select 1 as id, ${sql} as v`)} }`;
  }
}

const types = Object.entries(typedValues).map(([title, value], i) => ({
  title,
  type: title.replace(/ (not|of) .*/, ""),
  value,
  table: `t${i}`,
}));

/** The name of a test says what must come of it. */
function tests(): string {
  const lines: string[] = [];
  const add = (table: string, name: string, sides: { given: string; expect: string }) =>
    lines.push(
      `- { name: ${quoted(`${table} ${name}`)}, model: m.${table}, given: { a.${table}: ${sides.given} }, expect: ${sides.expect} }`,
    );
  for (const { table, value } of types) {
    const plain = relation("sql", value);
    for (const form of forms) {
      const written = relation(form, value);
      add(table, `equal given ${form}`, { given: written, expect: plain });
      add(table, `equal expect ${form}`, { given: plain, expect: written });
      for (const [i, near] of value.near.entries()) {
        const other = relation(form, near);
        add(table, `near ${i} given ${form}`, { given: other, expect: plain });
        add(table, `near ${i} expect ${form}`, { given: plain, expect: other });
      }
    }
  }
  return `${lines.join("\n")}\n`;
}

let results: Readonly<Record<string, UnitTestResult>>;
beforeAll(async () => {
  const tables = types.flatMap(({ table, type }) => [
    [`models/a/${table}.sql`, `select 1 as id, null::${type} as v`],
    [`models/m/${table}.sql`, `select id, v from a.${table}`],
  ]);
  results = await testProject({
    ...Object.fromEntries<string>(tables as [string, string][]),
    "tests/all.test.yaml": tests(),
  }).test();
}, 120_000);

describe.each(types)("a value of type $title", ({ table }) => {
  const of = (kind: string) =>
    Object.entries(results).filter(([name]) => name.startsWith(`${table} ${kind}`));

  it("is equal to itself in every form, given and expected", () => {
    expect(of("equal")).toHaveLength(forms.length * 2);
    const wrong = of("equal").filter(([, { status }]) => status !== "passed");
    expect(
      wrong.map(([name, { error, missing, unexpected }]) => [
        name,
        error?.message,
        missing,
        unexpected,
      ]),
    ).toEqual([]);
  });

  it("is not equal to any other, given or expected", () => {
    expect(of("near").length).toBeGreaterThanOrEqual(2 * forms.length);
    const wrong = of("near").filter(([, { status }]) => status === "passed");
    expect(wrong.map(([name]) => name)).toEqual([]);
  });
});

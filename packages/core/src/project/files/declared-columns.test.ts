import { describe, expect, it } from "vitest";
import { findings, testProject, type TestProject } from "../../../test/project.js";

/** The same rows in each format. */
const files: Readonly<Record<string, string>> = {
  csv: "id,price,day,note\n1,1.50,2024-01-31,a\n2,7,2024-02-01,b\n",
  ndjson:
    '{"id":1,"price":"1.50","day":"2024-01-31","note":"a"}\n{"id":2,"price":"7","day":"2024-02-01","note":"b"}\n',
  json: '[{"id":1,"price":"1.50","day":"2024-01-31","note":"a"},{"id":2,"price":"7","day":"2024-02-01","note":"b"}]',
};
const columns: Readonly<Record<string, string>> = {
  "one column": "price: { type: 'decimal(9,2)' }",
  "the last column": "note: { type: varchar }, price: { type: 'decimal(9,2)' }",
  "a column without a type": "price: { type: 'decimal(9,2)' }, day: { description: The day. }",
};
const kinds = ["seed", "source"] as const;
const cases = Object.keys(files).flatMap((format) =>
  kinds.flatMap((kind) => Object.keys(columns).map((which) => [format, kind, which] as const)),
);

function project(format: string, kind: string, declared: string): TestProject {
  return testProject({
    [`models/raw/f.${kind}.yaml`]: `file: f.${format}\ncolumns: { ${declared} }\n`,
    [`f.${format}`]: files[format] ?? "",
    "models/a/t.sql": "/* model\nkind: table\n*/\nselect * from raw.f",
    "models/a/v.sql": "/* model\nkind: view\n*/\nselect * from raw.f",
  });
}

describe("a file with types for some of its columns", () => {
  it.each(cases)("has the types of the values in all others: %s, %s, %s", async (...of) => {
    const [format, kind, which] = of;
    const shop = project(format, kind, columns[which] ?? "");
    await shop.build();
    for (const relation of ["a.t", "a.v"]) {
      expect(
        await shop.rows(
          `select id, price, day, note, typeof(id) as i, typeof(price) as p, typeof(day) as d, typeof(note) as n from ${relation} order by id`,
        ),
      ).toEqual(
        [
          { id: 1n, price: "1.50", day: "2024-01-31", note: "a" },
          { id: 2n, price: "7.00", day: "2024-02-01", note: "b" },
        ].map((row) => ({ ...row, i: "BIGINT", p: "DECIMAL(9,2)", d: "DATE", n: "VARCHAR" })),
      );
    }
  });

  it.each(["ndjson", "json"])("refuses a name in another case of letters: %s", async (format) => {
    const [found] = await findings(project(format, "seed", "Price: { type: 'decimal(9,2)' }"));
    expect(found).toMatchObject({ code: "SOURCE.FIELD_UNDECLARED" });
    expect(found?.message).toBe(
      "The files of raw.f have fields that the declared columns leave out: `price` (varchar).",
    );
  });

  it.each(Object.keys(files))(
    "has no other column where the contract is exact: %s",
    async (format) => {
      const shop = project(
        format,
        "seed",
        "id: { type: bigint }, day: { type: date } }\ncontract: exact\nmeta: {",
      );
      const found = (await findings(shop)).map(({ code, message }) => `${code} ${message}`);
      expect(found.join("\n")).toContain("CONTRACT.EXTRA_COLUMN raw.f has a column `price`");
    },
  );
});

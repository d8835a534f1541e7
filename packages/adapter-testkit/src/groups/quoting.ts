import { expect } from "vitest";
import { column, countOf, rowsOf, valueOf, type Kit } from "../context.js";

const texts = [
  "",
  "it's",
  "'; drop table x; --",
  "''",
  '"double"',
  "back\\slash",
  "\\'",
  "new\nline\r\n\ttab",
  "$dollar $$ $tag$",
  "/* comment */ -- comment",
  "percent % under_score ?",
  "Ünïcödé 日本語 🦆",
  "\u200b\ufeff\u2028",
  "nul \0 inside",
  "%s {0} ${x} {{ jinja }}",
  "x".repeat(10_000),
];

export function quotingGroup({ engine, identifiers, schema, test, warehouse }: Kit): void {
  test("text literals read back exactly", async () => {
    const { dialect } = warehouse();
    for (const text of texts) {
      expect(await valueOf(warehouse(), `select ${dialect.literal(text)} as v`)).toBe(text);
    }
  });

  test("text literals cannot be escaped out of", async () => {
    const { dialect } = warehouse();
    const items = texts.map((text) => `${dialect.literal(text)} as v, 1 as ok`);
    const rows = await rowsOf(
      warehouse(),
      items.map((item) => `select ${item}`).join(" union all "),
    );
    expect(rows.map((row) => row["ok"])).toEqual(texts.map(() => 1));
  });

  test("negative numbers stand after a minus", async () => {
    const { dialect } = warehouse();
    expect(await valueOf(warehouse(), `select 5 -${dialect.literal(-3)} as v`)).toBe(8);
  });

  test("identifiers of every kind name tables and columns", async () => {
    const { dialect } = warehouse();
    const inSchema = await schema();
    for (const name of identifiers) {
      const target = { schema: inSchema, name };
      await warehouse().execute(dialect.createTable(target, [column(dialect, name, "integer")]));
      await warehouse().execute(dialect.insertSelect(target, [name], "select 7"));
      expect(
        await rowsOf(
          warehouse(),
          `select ${dialect.quoteIdentifier(name)} from ${dialect.relation(target)}`,
        ),
      ).toEqual([{ [name]: 7 }]);
      expect(await warehouse().describe(target)).toMatchObject({ name, columns: [{ name }] });
    }
    expect((await warehouse().list([inSchema])).map((found) => found.name).sort()).toEqual(
      [...identifiers].sort(),
    );
    for (const name of identifiers) await warehouse().drop({ schema: inSchema, name });
    expect(await warehouse().list([inSchema])).toEqual([]);
  });

  test("names may be as long as the engine says", async () => {
    const { dialect } = warehouse();
    const name = "n".repeat(engine().capabilities.maxIdentifier);
    const target = { schema: await schema(), name };
    await warehouse().execute(dialect.createTable(target, [column(dialect, name, "integer")]));
    expect(await warehouse().describe(target)).toMatchObject({ name, columns: [{ name }] });
    await warehouse().drop(target);
    expect(await warehouse().describe(target)).toBeUndefined();
  });

  test("a regular expression is data", async () => {
    const { dialect } = warehouse();
    const matches = (text: string, pattern: string) =>
      valueOf(warehouse(), `select ${dialect.regexMatches(dialect.literal(text), pattern)} as v`);
    expect(await matches("abc-123", "^[a-z]+-\\d+$")).toBe(true);
    expect(await matches("abc", "'; drop")).toBe(false);
    expect(await matches("it's", "t's$")).toBe(true);
  });

  test("counts, finiteness and NaN", async () => {
    const { dialect } = warehouse();
    const float = dialect.typeFor("float");
    const values = [1, NaN, Infinity, null].map(
      (value) => `select ${dialect.literal(value, float)} as v`,
    );
    const from = `(${values.join(" union all ")}) as t`;
    const count = (predicate: string) =>
      valueOf(warehouse(), `select ${dialect.countIf(predicate)} as n from ${from}`);
    expect(Number(await count("v > 0 and v < 10"))).toBe(1);
    expect(Number(await count(dialect.isFinite("v")))).toBe(1);
    expect(Number(await count(dialect.isNaN("v")))).toBe(1);
    expect(await countOf(warehouse(), from)).toBe(4);
  });
}

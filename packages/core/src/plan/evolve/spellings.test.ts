import { beforeAll, describe, expect, it } from "vitest";
import { keyedEngine, type KeyedEngine } from "../../../test/keyed-engine.js";
import { feedProject, days, fill, shown, type Feed } from "../../../test/evolving-tables.js";
import { hasOtherSpellings } from "./spellings.js";

let engine: KeyedEngine;
beforeAll(async () => {
  engine = await keyedEngine();
  return () => engine.warehouse.close();
});

/** Two texts of one value, or undefined where it has one. */
const types: readonly (readonly [type: string, texts: readonly [string, string] | undefined])[] = [
  ["BOOLEAN", undefined],
  ["INTEGER", undefined],
  ["HUGEINT", undefined],
  ["VARCHAR", undefined],
  ["ENUM('a', 'b')", undefined],
  ["DATE", undefined],
  ["DOUBLE", ["20", "20.0"]],
  ["FLOAT", ["0.5", ".5"]],
  ["DECIMAL(9,2)", ["20", "20.00"]],
  ["TIME", ["10:00:00", "10:00:00.0"]],
  ["TIMESTAMP", ["2024-01-31T10:00:00", "2024-01-31 10:00:00"]],
  ["TIMESTAMP WITH TIME ZONE", ["2024-01-31 10:00:00Z", "2024-01-31 11:00:00+01"]],
  ["INTERVAL", ["1 day", "1 days"]],
  ["UUID", ["0A000000-0000-0000-0000-000000000000", "0a000000-0000-0000-0000-000000000000"]],
  ["BLOB", ["a", "\\x61"]],
  ["INTEGER[]", ["[1,2]", "[1, 2]"]],
  ["STRUCT(a INTEGER)", ["{'a':1}", "{'a': 1}"]],
];

describe("a value that becomes text", () => {
  it.each(types)("has another text where its type has: %s", async (type, texts) => {
    const { dialect } = engine.warehouse;
    const info = (text: string) => dialect.parseType(text);
    const expected = texts !== undefined;
    expect(hasOtherSpellings(info(type), info("VARCHAR"))).toBe(expected);
    expect(hasOtherSpellings(info(`${type}[]`), info("VARCHAR[]"))).toBe(expected);
    expect(hasOtherSpellings(info(`STRUCT(A ${type})`), info("STRUCT(a VARCHAR, b INTEGER)"))).toBe(
      expected,
    );
    expect(hasOtherSpellings(info(`MAP(${type}, INTEGER)`), info("MAP(VARCHAR, INTEGER)"))).toBe(
      expected,
    );
    expect(hasOtherSpellings(info(type), info(type))).toBe(false);
    if (!texts) return;
    const [a, b] = texts.map((text) => `cast('${text.replaceAll("'", "''")}' as ${type})`);
    for await (const row of engine.warehouse.query(`select ${a ?? ""} = ${b ?? ""} as same`))
      expect(row).toEqual({ same: true });
  });
});

describe("under sync a column that becomes text", () => {
  const project = () =>
    feedProject([
      { kind: "snapshot", name: "snapshot", policy: "sync" },
      { kind: "append", name: "append", policy: "sync" },
      { kind: "by_key", name: "by_key", policy: "sync" },
      { kind: "by_time", name: "by_time", policy: "sync" },
    ]);
  const twoDays = async (feed: Feed) => {
    const shop = project();
    await fill(shop, feed, 1);
    await shop.build({}, { clock: days[0] });
    await fill(shop, feed, 2);
    const { nodes } = await shop.build({}, { clock: days[1] });
    return { shop, nodes };
  };

  it("invents no version of a value that reads otherwise: kinds that compare rows refuse it", async () => {
    const { shop, nodes } = await twoDays({ first: "20::double", again: "'20'", next: "'n/a'" });
    for (const name of ["snapshot", "append"]) {
      const error = nodes[`marts.${name}`]?.error;
      expect(error?.code).toBe("RUN.SCHEMA_CHANGED");
      expect(error?.why).toBe(
        "One value of `v` (DOUBLE) has several texts, as 20 and 20.0: rows that did not change would count as changed.",
      );
    }
    expect(await shown(shop, ["snapshot", "append", "by_key"])).toEqual({
      snapshot: { type: "DOUBLE", values: "20.0" },
      append: { type: "DOUBLE", values: "20.0" },
      by_key: { type: "VARCHAR", values: "20 | n/a" },
    });
  });

  it("is cast where each value has one text", async () => {
    const { shop, nodes } = await twoDays({ first: "20::bigint", again: "'20'", next: "'n/a'" });
    expect(nodes["marts.snapshot"]?.error).toBeUndefined();
    expect(await shown(shop, ["snapshot", "append"])).toEqual({
      snapshot: { type: "VARCHAR", values: "20 | n/a" },
      append: { type: "VARCHAR", values: "20 | n/a" },
    });
  });
});

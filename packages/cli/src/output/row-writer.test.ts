import fc from "fast-check";
import type { Row } from "@sluice/core";
import { expect, test } from "vitest";
import { csvField } from "./csv.js";
import { toJson, toText } from "./json-value.js";
import { rowWriters } from "./row-writer.js";

const columns = [
  { name: "a", type: "BIGINT", nullable: true },
  { name: "b,c", type: "VARCHAR", nullable: true },
];

function written(format: keyof typeof rowWriters, rows: readonly Row[]) {
  const writer = rowWriters[format]();
  return writer.begin(columns) + rows.map((row) => writer.row(row)).join("") + writer.end();
}

test("csv by RFC 4180: quotes doubled, null empty, empty text quoted", () => {
  const rows = [
    { a: 1n, "b,c": 'say "hi"\nthere' },
    { a: null, "b,c": "" },
    { a: 2n, "b,c": null },
  ];
  expect(written("csv", rows)).toBe('a,"b,c"\r\n1,"say ""hi""\nthere"\r\n,""\r\n2,\r\n');
});

test("json and ndjson say the same, also of nothing", () => {
  const rows = [
    { a: 1n, "b,c": "x" },
    { a: 2n ** 60n, "b,c": null },
  ];
  expect(JSON.parse(written("json", rows))).toEqual([
    { a: 1, "b,c": "x" },
    { a: "1152921504606846976", "b,c": null },
  ]);
  const lines = written("ndjson", rows).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
    JSON.parse(written("json", rows)),
  );
  expect(JSON.parse(written("json", []))).toEqual([]);
  expect(written("ndjson", [])).toBe("");
});

test("values keep what they are", () => {
  expect(toJson(Number.NaN)).toBe("NaN");
  expect(toJson(-Infinity)).toBe("-Infinity");
  expect(toJson("12.50")).toBe("12.50");
  expect(toJson(new Uint8Array([1, 2, 255]))).toBe("AQL/");
  expect(toJson([1n, null, "x"])).toEqual([1, null, "x"]);
  expect(toJson({ x: 1n, y: { z: null } })).toEqual({ x: 1, y: { z: null } });
  expect(toJson(new Map([["k", 1n]]))).toEqual([{ key: "k", value: 1 }]);
  expect(toJson({ months: 14, days: 3, micros: 5n })).toEqual({ months: 14, days: 3, micros: 5 });
  expect(toText({ months: 14, days: 3, micros: 3_661_500_000n })).toBe(
    "1 year 2 months 3 days 01:01:01.5",
  );
  expect(toText({ months: 0, days: 0, micros: 0n })).toBe("00:00:00");
  expect(toText([1n, "a"])).toBe('[1,"a"]');
});

test("any text survives a csv field", () => {
  const unquote = (field: string) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const field = csvField(text);
      expect(unquote(field)).toBe(text);
      if (!field.startsWith('"')) expect(field).not.toMatch(/[",\r\n]/);
    }),
  );
});

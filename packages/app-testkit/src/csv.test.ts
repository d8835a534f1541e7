import { expect, it } from "vitest";
import { parseCsv, renderCsv } from "./csv.js";

it("reads quoted fields, doubled quotes, empty fields and either line end", () => {
  expect(parseCsv('a,b,c\r\n"x,1","say ""hi""",\n"two\nlines",,2\n')).toEqual([
    { a: "x,1", b: 'say "hi"', c: "" },
    { a: "two\nlines", b: "", c: "2" },
  ]);
});

it("writes what it reads, and tells null from an empty text", () => {
  const rows = [
    { a: "x,1", b: 'say "hi"' },
    { a: "two\nlines", b: "plain" },
  ];
  expect(parseCsv(renderCsv(rows))).toEqual(rows);
  expect(renderCsv([{ a: null, b: "" }])).toBe('a,b\n,""\n');
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FileRead } from "@sluice/core/adapter";
import { afterAll, describe, expect, test } from "vitest";
import { plainColumns } from "./plain-columns.js";

const folder = mkdtempSync(path.join(tmpdir(), "plain-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function write(content: string): string {
  files += 1;
  const file = path.join(folder, `${files}.txt`);
  writeFileSync(file, content);
  return file;
}

const columns = [
  { name: "id", type: "BIGINT" },
  { name: "name", type: "VARCHAR" },
  { name: "price", type: "DECIMAL(10,2)" },
];

/** Names of the plain columns of files. */
async function plainOf(
  contents: string | readonly string[],
  more: Partial<FileRead> = {},
): Promise<readonly string[]> {
  const paths = [contents].flat().map(write);
  const read = { format: "csv", paths, columns, ...more } as const;
  const found = await plainColumns(read);
  return (found.columns ?? []).filter(({ plain }) => plain === true).map(({ name }) => name);
}

const both = ["id", "price"];

describe("plain columns of CSV files", () => {
  test.each<[string, string, Partial<FileRead>]>([
    ["of numbers", "id,name,price\n1,a,2.50\n-2,b,3\n", {}],
    ["with Windows line ends, without one at the end", "id,name,price\r\n1,a,2.50\r\n-2,b,3", {}],
    ["behind a byte order mark", "\uFEFFid,name,price\n1,a,2.50\n", {}],
    ["with empty fields", "id,name,price\n,,\n1,,\n", {}],
    ["with every value in quotes", '"id","name","price"\n"1","a","2.50"\n', {}],
    ["beside text of many lines", 'id,name,price\n1,"a,\n""1.5"",x",2\n', {}],
    ["beside text in other letters", "id,name,price\n1,Zoë 🦆,2\n", {}],
    ["named in another order and case", "Name,PRICE,Id\na,1,2\n", {}],
    ["with spellings of null", "id,name,price\nNA,NA,-\n", { nullValues: ["NA", "-", "1"] }],
    ["separated by semicolons", "id;name;price\n1;a,b;2\n", { delimiter: ";" }],
    ["in single quotes", "id,name,price\n1,'it\\'s, 1',2\n", { quote: "'", escape: "\\" }],
    ["without a header", "1,a,2\n", { header: false }],
    ["of a TSV file", "id\tname\tprice\n1\ta,b\t2\n", { format: "tsv" }],
    ["of a file without records", "id,name,price\n", {}],
  ])("%s", async (_, content, more) => {
    expect(await plainOf(content, more)).toEqual(both);
  });

  test.each<[string, string, Partial<FileRead>, readonly string[]]>([
    ["a fraction", "id,name,price\n1.5,a,2\n", {}, ["price"]],
    ["too many digits behind the point", "id,name,price\n1,a,2.505\n", {}, ["id"]],
    ["an exponent", "id,name,price\n1,a,2\n1e3,a,2\n", {}, ["price"]],
    ["an underscore", "id,name,price\n1_000,a,1_000\n", {}, []],
    ["another base", "id,name,price\n0x1F,a,2\n", {}, ["price"]],
    ["a blank", "id,name,price\n 1,a,2 \n", {}, []],
    [
      "a spelling of null in quotes",
      'id,name,price\n"NA",a,2\n',
      { nullValues: ["NA"] },
      ["price"],
    ],
    ["empty quotes", 'id,name,price\n"",a,2\n', {}, ["price"]],
    ["a missing value", "id,name,price\n1,a\n", {}, []],
    ["a value too many", "id,name,price\n1,a,2,3\n", {}, []],
    ["a quote that nobody closes", 'id,name,price\n1,"a,2\n3,b,4\n', {}, []],
    ["an escape outside of quotes", "id,name,price\n1,a\\,2,3\n", { escape: "\\" }, []],
    ["a blank line", "id,name,price\n\n1,a,2\n", {}, []],
    ["a missing column", "id,name\n1,a\n", {}, []],
    ["a delimiter of two characters", "id||name||price\n1||a||2\n", { delimiter: "||" }, []],
  ])("%s takes the column out", async (_, content, more, expected) => {
    expect(await plainOf(content, more)).toEqual(expected);
  });

  test("a form of dates and a type of many spellings are no plain columns", async () => {
    const dated = [
      { name: "a", type: "DATE", dateFormat: "%Y-%m-%d" },
      { name: "b", type: "INTERVAL" },
      { name: "c", type: "date" },
    ];
    expect(await plainOf("a,b,c\n2024-01-31,1 day,2024-01-31\n", { columns: dated })).toEqual([
      "c",
    ]);
  });

  test("a column is plain when it is in every file", async () => {
    const clean = "id,name,price\n1,a,2\n";
    expect(await plainOf([clean, "price,id,name\n2,1,a\n"])).toEqual(both);
    expect(await plainOf([clean, "price,id,name\n2.505,1,a\n"])).toEqual(["id"]);
    expect(await plainOf([clean, "id,name\n1,a\n"])).toEqual([]);
  });

  test.each([
    ["last", (rows: string[]) => [...rows, "1,a,2.505"]],
    ["first", (rows: string[]) => ["1,a,2.505", ...rows]],
    ["middle", (rows: string[]) => rows.with(rows.length / 2, "1,a,2.505")],
  ])("one odd value in the %s line of a long file is found", async (_, withOdd) => {
    const rows = Array.from(
      { length: 120_000 },
      (_, i) => `${i},"line\n${"x".repeat(i % 40)}",1.25`,
    );
    expect(await plainOf(["id,name,price", ...rows].join("\n"))).toEqual(both);
    expect(await plainOf(["id,name,price", ...withOdd(rows)].join("\n"))).toEqual(["id"]);
  });

  test("text longer than what is matched at once makes no column plain", async () => {
    const long = `id,name,price\n1,"${"1,2\n".repeat(50_000)}",2\n`;
    expect(await plainOf(long)).toEqual([]);
  });

  test("a failure of many columns is found in linear time", async () => {
    const names = Array.from({ length: 300 }, (_, i) => `c${i}`);
    const many = names.map((name) => ({ name, type: "DECIMAL(18,6)" }));
    const row = names.map(() => "123456.123456").join(",");
    const content = `${names.join(",")}\n${`${row}\n`.repeat(50)}${row}x\n`;
    const plain = await plainOf(content, { columns: many, nullValues: ["1", "N", "NA"] });
    expect(plain).toEqual(names.slice(0, -1));
  });
});

describe("plain columns of JSON files", () => {
  const lines = '{"id":1,"name":"a","price":2.50}\n{"id":null,"name":"b\\"}","price":3}\n';
  test.each<[string, FileRead["format"], string]>([
    ["of lines", "ndjson", lines],
    ["of an array", "json", `[\n${lines.replace("}\n", "},\n")}]`],
    [
      "with space between",
      "json",
      '[ {"id" : 1, "name": null,\n "price": 2} ,\n{"id" : 1, "name": 1e3,\n "price": 2}]',
    ],
    [
      "with fields nobody declared",
      "ndjson",
      '{"x":[1],"id":1,"name":"a","price":2}\n'.replace("[1]", "true"),
    ],
  ])("%s", async (_, format, content) => {
    expect(await plainOf(content, { format })).toEqual(both);
  });

  test.each<[string, string, readonly string[]]>([
    ["a fraction", '{"id":1.0,"name":"a","price":2}', ["price"]],
    ["a number in quotes", '{"id":"1","name":"a","price":2}', ["price"]],
    ["an exponent", '{"id":1,"name":"a","price":2e0}', ["id"]],
    ["a list beside it", '{"id":1,"name":["a"],"price":2}', []],
    ["another order of keys", '{"id":1,"name":"a","price":2}\n{"name":"a","id":1,"price":2}', []],
    ["a key twice", '{"id":1,"name":"a","price":2,"ID":1}', []],
  ])("%s takes the column out", async (_, content, expected) => {
    expect(await plainOf(`${content}\n`, { format: "ndjson" })).toEqual(expected);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { FileRead, WarehouseAdapter } from "@sluice/core/adapter";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { duckdb } from "../index.js";

let warehouse: WarehouseAdapter;
const dir = mkdtempSync(path.join(os.tmpdir(), "sluice-numbers-"));
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: "/" });
});
afterAll(async () => {
  await warehouse.close();
  rmSync(dir, { recursive: true });
});

const formats = [".", ","].flatMap((decimal) =>
  [undefined, ",", ".", "'", "\u2019", "_", " ", "\u00a0", "\u202f"]
    .filter((thousands) => thousands !== decimal)
    .map((thousands) => ({ decimal, thousands })),
);
type Format = (typeof formats)[number];

/** A number in units of 0.0001, as the format writes it. */
function written(units: bigint, { decimal, thousands = "" }: Format): string {
  const digits = (units < 0n ? -units : units).toString().padStart(5, "0");
  const whole = digits.slice(0, -4).replace(/\B(?=(\d{3})+$)/g, thousands);
  return `${units < 0n ? "-" : ""}${whole}${decimal}${digits.slice(-4)}`;
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

function fileOf(texts: readonly string[], format: Format, type: string): FileRead {
  const file = path.join(dir, "numbers.csv");
  writeFileSync(file, `i,v\n${texts.map((text, i) => `${i},${quoted(text)}\n`).join("")}`);
  const columns = [
    { name: "i", type: "INTEGER" },
    { name: "v", type },
  ];
  return { format: "csv", paths: [file], columns, allText: true, ...format };
}

/** The values of a column as texts: plain columns by the engine's own reader, and as written when that fails, as a build does. */
async function read(file: FileRead): Promise<readonly unknown[]> {
  const plain = await warehouse.plainColumns?.(file, {});
  const exactly = () => valuesOf(file);
  return plain === undefined ? exactly() : valuesOf(plain).catch(exactly);
}

async function valuesOf(file: FileRead): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  const sql = `select cast(v as varchar) as v from ${warehouse.dialect.readFiles(file)} order by i`;
  for await (const { v } of warehouse.query(sql)) values.push(v);
  return values;
}

/** Texts that a column of the type refuses. */
async function refused(file: FileRead): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  for await (const { value } of warehouse.query(warehouse.dialect.refusedValues(file)))
    values.push(value);
  return values;
}

const units = fc.oneof(
  fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  fc.bigInt({ min: -99999n, max: 99999n }),
);
const sample = fc.tuple(
  fc.constantFrom(...formats),
  fc.array(units, { minLength: 1, maxLength: 30 }),
);
const sql: Format = { decimal: ".", thousands: undefined };

test("numbers are read exactly as they are written in every format", async () => {
  await fc.assert(
    fc.asyncProperty(sample, async ([format, numbers]) => {
      const texts = numbers.map((number) => written(number, format));
      const plain = numbers.map((number) => written(number, sql).replace(/^-0\.0000$/, "0.0000"));
      expect(await read(fileOf(texts, format, "DECIMAL(20,4)"))).toEqual(plain);
      const doubles = await read(fileOf(texts, format, "DOUBLE"));
      expect(doubles.map(Number)).toEqual(plain.map(Number));
      const whole = numbers.map((number) => number * 10_000n);
      const integers = whole.map((number) => written(number, format).slice(0, -5));
      expect(await read(fileOf(integers, format, "BIGINT"))).toEqual(numbers.map(String));
    }),
    { numRuns: 40 },
  );
});

test("a number of another format is refused, and is never another number", async () => {
  await fc.assert(
    fc.asyncProperty(sample, fc.constantFrom(...formats), async ([format, numbers], other) => {
      const texts = numbers.map((number) => written(number, format));
      const file = fileOf(texts, other, "DECIMAL(20,4)");
      const not = new Set(await refused(file));
      const values = await read(
        fileOf(
          texts.filter((text) => !not.has(text)),
          other,
          "DECIMAL(20,4)",
        ),
      );
      const right = numbers
        .filter((_, i) => !not.has(texts[i]))
        .map((number) => written(number, sql).replace(/^-0\.0000$/, "0.0000"));
      // Only a number without its own separators may mean another in a format with these as the others.
      const isMixed = format.decimal !== other.decimal;
      if (!isMixed) expect(values).toEqual(right);
      else expect(not.size).toBe(new Set(texts).size);
    }),
    { numRuns: 40 },
  );
});

test.each([
  ["groups of two digits", "12,34,567", ","],
  ["a group of four digits", "1,2345", ","],
  ["a leading zero", "0,001", ","],
  ["two separators", "1,,000", ","],
  ["a separator at the end", "1,", ","],
  ["a separator in the fraction", "1.000,5", ","],
  ["another separator", "1'000", ","],
])("%s make no number: %s", async (_, text, thousands) => {
  for (const type of ["BIGINT", "DECIMAL(20,4)", "DOUBLE"])
    expect(await refused(fileOf([text], { decimal: ".", thousands }, type))).toEqual([text]);
});

test("elements of lists are written with a point", async () => {
  const format = { decimal: ",", thousands: "." };
  expect(await read(fileOf(["[1.5, 2]"], format, "DOUBLE[]"))).toEqual(["[1.5, 2.0]"]);
});

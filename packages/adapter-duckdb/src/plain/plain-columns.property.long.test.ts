import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FileRead, WarehouseAdapter } from "@sluice/core/adapter";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { duckdb } from "../index.js";
import { plainColumns } from "./plain-columns.js";

const folder = mkdtempSync(path.join(tmpdir(), "plain-"));
let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await duckdb({ path: ":memory:" }).open({ projectDir: folder });
});
afterAll(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

const digits = (most: number) =>
  fc
    .array(fc.constantFrom("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), {
      minLength: 1,
      maxLength: most,
    })
    .map((d) => d.join(""));
const signed = (text: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom("", "", "-"), text).map(([sign, number]) => sign + number);
const number = signed(
  fc
    .tuple(
      fc.oneof(fc.nat(9).map(String), fc.nat(99999).map(String), digits(12)),
      fc.constantFrom("", ".", "."),
      digits(8),
    )
    .map(([whole, point, fraction]) => (point === "" ? whole : `${whole}.${fraction}`)),
);
const pad = (n: number, size = 2) => String(n).padStart(size, "0");
const day = fc
  .tuple(fc.oneof(fc.integer({ min: 1890, max: 2100 }), fc.nat(9999)), fc.nat(13), fc.nat(32))
  .map(([y, m, d]) => `${pad(y, 4)}-${pad(m)}-${pad(d)}`);
const validDay = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const clock = fc
  .tuple(fc.nat(24), fc.nat(60), fc.nat(60))
  .map((parts) => parts.map((n) => pad(n)).join(":"));
const validClock = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59))
  .map((parts) => parts.map((n) => pad(n)).join(":"));
const moment = fc
  .tuple(
    fc.oneof(validDay, validDay, day),
    fc.constantFrom(" ", "T"),
    fc.oneof(validClock, validClock, clock),
  )
  .map((parts) => parts.join(""));

/** Texts of which the greater part is plain. */
const texts: Readonly<Record<string, fc.Arbitrary<string>>> = {
  TINYINT: signed(digits(3)),
  INTEGER: signed(digits(10)),
  BIGINT: signed(digits(19)),
  UTINYINT: fc.oneof(fc.nat(255).map(String), signed(digits(3))),
  UBIGINT: digits(20),
  "DECIMAL(10,2)": fc.oneof(
    number,
    signed(digits(9)),
    number.map((n) => n.replace(/(\.\d\d?).*/, "$1")),
  ),
  "DECIMAL(18,0)": signed(digits(19)),
  "DECIMAL(18,2)": number.map((n) => n.replace(/(\.\d\d?).*/, "$1")),
  "DECIMAL(38,10)": number,
  "DECIMAL(38,13)": number,
  FLOAT: number.map((n) => n.replace(/(\.\d\d?).*/, "$1").slice(-6)),
  DOUBLE: number.map((n) => n.replace(/(\.\d{1,6}).*/, "$1")),
  DATE: fc.oneof(validDay, validDay, day),
  TIMESTAMP: moment,
  BOOLEAN: fc.constantFrom("true", "false"),
};

/** Spellings that readers take in another way than they are written, or only some of them take. */
const odd = fc.constantFrom(
  ..."+5|-0|007|1.5|.5|5.|1e3|1E-2|1.25e1|0x1F|0b11|1_000|1_0e3| 7|7 |--1|nan|inf|1e400|12345678901234567.8".split(
    "|",
  ),
  ..."2024-02-30|2024-1-31|01/02/2024|2024-01-31T00:00:00|2024-01-31T10:00:00+02:00".split("|"),
  ..."2024-01-31 10:00|2024-01-31 10:00:00.123456789|2024-01-31T10:00:00Z|infinity|epoch".split(
    "|",
  ),
  ..."TRUE|t|1|yes|on|x|NA|NULL|null".split("|"),
);

const fileOf: Readonly<Record<string, (values: readonly (string | null)[]) => string>> = {
  csv: (values) => `v,n\n${values.map((value) => `${value ?? ""},x\n`).join("")}`,
  quoted: (values) =>
    `n,v\n${values.map((value) => (value === null ? "x,\n" : `x,"${value}"\n`)).join("")}`,
  ndjson: (values) => values.map((value) => `{"n":"x","v":${json(value)}}\n`).join(""),
  json: (values) => `[${values.map((value) => `{"v": ${json(value)}, "n": 1}`).join(",\n ")}]\n`,
};
const isJsonNumber = (text: string) => /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text);
const json = (value: string | null) =>
  value === null || value === "true" || value === "false" || isJsonNumber(value)
    ? String(value)
    : JSON.stringify(value);

/** The values of a reading as texts, or undefined where it is refused. */
async function valuesOf(read: FileRead): Promise<readonly unknown[] | undefined> {
  const values: unknown[] = [];
  try {
    const sql = `select cast(v as varchar) as v from ${warehouse.dialect.readFiles(read)}`;
    for await (const row of warehouse.query(sql)) values.push(row["v"]);
    return values;
  } catch {
    return undefined;
  }
}

const cases = Object.keys(texts).flatMap((type) =>
  Object.keys(fileOf).map((layout) => [type, layout] as const),
);

test.each(cases)(
  "%s in %s: a plain column has the values of the exact reading",
  async (type, layout) => {
    let plain = 0;
    const text = texts[type] ?? fc.constant("");
    const columnOf = fc.array(fc.option(text, { freq: 9 }), { minLength: 1, maxLength: 20 });
    const mixed = fc.array(
      fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: odd }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    const property = fc.asyncProperty(fc.oneof(columnOf, mixed), async (values) => {
      const format = layout === "json" || layout === "ndjson" ? layout : "csv";
      const file = path.join(folder, `v.${format}`);
      writeFileSync(file, fileOf[layout]?.(values) ?? "");
      const columns = [
        { name: "v", type },
        { name: "n", type: "VARCHAR" },
      ];
      const read: FileRead = {
        format,
        paths: [file],
        allText: true,
        columns,
        nullValues: ["NA", "-0", "NULL"],
      };
      const found = await plainColumns(read);
      if (found.columns?.[0]?.plain !== true) return;
      const fast = await valuesOf(found);
      // Files that the fast reader refuses are read again, exactly.
      if (fast === undefined) return;
      plain += 1;
      expect(fast, JSON.stringify(values)).toEqual(await valuesOf(read));
    });
    // Files with a plain column are rare for some types: a round may have none.
    for (let round = 0; round === 0 || (plain === 0 && round < 10); round += 1)
      await fc.assert(property, { numRuns: 40 });
    expect(plain).toBeGreaterThan(0);
  },
);

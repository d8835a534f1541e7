import { duckdb } from "@sluice/adapter-duckdb";
import type { FileRead } from "../../warehouse/dialect.js";
import { describe, expect, it } from "vitest";
import { nextStep } from "./next-step.js";

const { dialect } = duckdb({ path: ":memory:" });
const step = (type: string, value: string, format?: string) => {
  const isDate = dialect.parseType(type).kind === "date";
  const formats = isDate ? { dateFormat: format } : { timestampFormat: format };
  const read: FileRead = { format: "csv", paths: [], nullValues: ["none at all"] };
  return nextStep(
    { name: "v", type, value, column: { name: "v", type, ...formats }, read },
    dialect,
  );
};

describe("the next step for a refused number", () => {
  it.each([
    ["bigint", "1.5", 'type: "decimal(18,1)"'],
    ["bigint", "9223372036854775808", 'type: "decimal(19,0)"'],
    ["bigint", "1e20", 'type: "decimal(21,0)"'],
    ["bigint", "12e-1", 'type: "decimal(18,1)"'],
    ["decimal(10,2)", "12.345", 'type: "decimal(18,3)"'],
    ["decimal(10,2)", "1e-3", 'type: "decimal(18,3)"'],
    ["decimal(10,2)", "1e12", 'type: "decimal(18,0)"'],
    ["double", "1234567890123456.78", 'type: "decimal(18,2)"'],
    ["double", "1e400", "No type of numbers has this one exactly. Declare the column as text"],
    ["double", "-1e-400", "No type of numbers has this one exactly. Declare the column as text"],
    ["bigint", "1e400", "No type of numbers has this one exactly. Declare the column as text"],
    ["bigint", "0x1F", "decimal digits: 31."],
    ["bigint", "1_000", 'numbers are written: `thousands: "_"` (1000).'],
    ["double", "1,000.50", 'numbers are written: `thousands: ","` (1000.50).'],
    ["decimal(10,2)", "1.234,50", '`decimal: ","` and `thousands: "."` (1234.50).'],
    ["decimal(10,2)", "3,5", 'numbers are written: `decimal: ","` (3.5).'],
    ["bigint", "1,234", '`decimal: ","` (1.234) or `thousands: ","` (1234).'],
    ["bigint", "3,5", "declare a type that has it: `v: { type: double }`"],
    ["bigint", "1\u202f234", '`thousands: "\\u202f"` (1234).'],
    ["bigint", "12.34.5", "declare the column as text: `v: { type: VARCHAR }`"],
    ["bigint", "n/a", '`null_values: ["n/a"]`'],
    ["date", "NULL", '`null_values: ["NULL"]`'],
    ["bigint", "", "`quoted_nulls: true`"],
    ["bigint", "none at all", "`quoted_nulls: true`"],
    ["boolean", "yes", "Write true or false"],
    ["enum('a', 'b')", "c", "add it to the values of the type"],
  ])("of %s: %s", (type, value, words) => {
    expect(step(type, value)).toContain(words);
  });
});

describe("the next step for a refused date or time", () => {
  it.each([
    ["date", "2024-02-30", "the calendar does not have it"],
    ["date", "2024-01-31T10:00:00", "type: timestamp"],
    ["date", "31/01/2024", 'date_format: "%d/%m/%Y"'],
    ["date", "01/31/2024", 'date_format: "%m/%d/%Y"'],
    ["date", "1/2/2024", 'date_format: "%-d/%-m/%Y"'],
    ["date", "1.12.2024", 'date_format: "%-d.%-m.%Y"'],
    ["date", "20240131", 'date_format: "%Y%m%d"'],
    ["date", "Jan 31, 2024", 'date_format: "%b %d, %Y"'],
    ["date", "tomorrow", "Write dates as 2024-01-31"],
    ["timestamp", "2024-01-01T10:00:00+5", "Write an offset as +05:00, -03:30 or Z: `+5` is none."],
    ["timestamptz", "2024-01-01 10:00:00 CET", "Write an offset as +05:00, -03:30 or Z"],
    ["timestamp", "2024-01-01T10:00:00 Europe/Berlin", "Write an offset as +05:00"],
    ["timestamp", "2024-01-01T10:00:00.123456789", "no more digits of a second"],
    ["timestamp", "2024-01-01T25:00:00", "the clock does not have it"],
    ["timestamp", "2024-02-30T10:00", "the calendar or the clock"],
    ["timestamp", "31/01/2024 10:30", 'timestamp_format: "%d/%m/%Y %H:%M"'],
    ["timestamp", "noon", "Write timestamps as 2024-01-31T10:00:00"],
    ["time", "10:00:00+02", "without an offset"],
    ["time", "25:00", "Write times of day as 10:30:00"],
  ])("of %s: %s", (type, value, words) => {
    expect(step(type, value)).toContain(words);
  });

  it.each([
    ["date", "1/2/2024", "%d/%m/%Y", 'date_format: "%-d/%-m/%Y"'],
    ["date", "01/02/24", "%d/%m/%Y", 'date_format: "%d/%m/%y"'],
    ["date", "01/02/2024", "%d/%m/%y", 'date_format: "%d/%m/%Y"'],
    ["date", "1/2/24", "%d/%m/%Y", 'date_format: "%-d/%-m/%y"'],
    ["date", "31/02/2024", "%d/%m/%Y", "the calendar or the clock does not have it"],
    ["date", "2024-01-31", "%d/%m/%Y", "or correct `date_format`"],
    ["timestamp", "1/2/2024 9:05", "%d/%m/%Y %H:%M", 'timestamp_format: "%-d/%-m/%Y %-H:%-M"'],
    ["timestamp", "2024-01-31", "%d/%m/%Y %H:%M", "or correct `timestamp_format`"],
  ])("of %s: %s under a format", (type, value, format, words) => {
    expect(step(type, value, format)).toContain(words);
  });
});

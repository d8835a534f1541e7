import { describe, expect, it } from "vitest";
import { useWarehouse } from "../../test/warehouse.js";
import { format } from "../index.js";
import { formatNames, formatPattern, type FormatName } from "./format-patterns.js";

const w = useWarehouse();

const examples: Record<
  FormatName,
  { readonly good: readonly string[]; readonly bad: readonly string[] }
> = {
  email: {
    good: ["a@b.co", "first.last+tag@sub.example.org", "o'neil@x-y.io"],
    bad: ["a@b", "@b.co", "a b@c.de", "a@b..co", "a@-b.co", "a@b.co ", "a@b@c.de"],
  },
  uuid: {
    good: ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
    bad: ["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g", ""],
  },
  url: {
    good: [
      "https://example.org",
      "http://localhost:8080/a?b=c#d",
      "ftp://u@h.io/x",
      "https://[::1]/",
    ],
    bad: ["example.org", "https://", "https://a b", "javascript:alert(1)", "http://-x.org"],
  },
  ipv4: {
    good: ["0.0.0.0", "255.255.255.255", "10.1.2.3"],
    bad: ["256.1.1.1", "1.1.1", "01.1.1.1", "1.1.1.1.1"],
  },
  ipv6: {
    good: [
      "::",
      "::1",
      "1::",
      "2001:db8::ff00:42:8329",
      "1:2:3:4:5:6:7:8",
      "1:2::8",
      "fe80::1:2:3:4",
    ],
    bad: [":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "1::2::3", "g::"],
  },
  mac: {
    good: ["00:1A:2b:3C:4d:5E", "00-1A-2B-3C-4D-5E"],
    bad: ["001A2B3C4D5E", "00:1A:2B:3C:4D", "0g:1A:2B:3C:4D:5E"],
  },
  phone: {
    good: ["+49 170 1234567", "(555) 123-4567", "+1-555-123-4567", "0301234567"],
    bad: ["12345", "call me", "+", "123-", "+123456789012345678", "555--1234567"],
  },
  iso_date: {
    good: ["2024-02-29", "1999-12-31"],
    bad: ["2024-13-01", "2024-1-1", "31.12.1999", "2024-01-32", "2024-01-01T00:00"],
  },
  iso_time: {
    good: ["00:00", "23:59:60", "12:30:15.123456Z", "10:00+02:00"],
    bad: ["24:00", "12:60", "1:00", "12:00:61"],
  },
  iso_datetime: {
    good: ["2024-01-01T10:00:00Z", "2024-01-01 10:00", "2024-01-01T10:00:00.5+0200"],
    bad: ["2024-01-01", "2024-01-01T25:00", "2024-01-01  10:00"],
  },
  integer: { good: ["0", "-12", "+7", "007"], bad: ["1.0", "", "1e3", "--1", "1 "] },
  number: {
    good: ["1", "-1.5", ".5", "1.", "6.02e23", "1E-9"],
    bad: [".", "1,5", "e5", "NaN", "1e"],
  },
  slug: { good: ["a", "a-b-2"], bad: ["A", "a--b", "-a", "a_", ""] },
};

describe.each(formatNames)("format %s", (name) => {
  const { good, bad } = examples[name];

  it("accepts the good and refuses the bad, in the engine as in JavaScript", async () => {
    const javascript = new RegExp(formatPattern(name));
    expect(good.filter((text) => !javascript.test(text))).toEqual([]);
    expect(bad.filter((text) => javascript.test(text))).toEqual([]);
    for (const text of good) expect([text, await failing(name, text)]).toEqual([text, 0]);
    for (const text of bad) expect([text, await failing(name, text)]).toEqual([text, 1]);
  });

  it("looks at the whole text", async () => {
    for (const text of good) {
      expect(await failing(name, `${text}\n`)).toBe(1);
      expect(await failing(name, ` ${text}`)).toBe(1);
    }
  });
});

async function failing(name: FormatName, text: string): Promise<number | undefined> {
  await w.values("s text", `(${w.adapter.dialect.literal(text)})`);
  return (await w.check(format("s", name, { sample: 0 }))).failing;
}

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";
import { fileShape } from "../load/header.js";
import { optionFormats } from "./option-formats.js";

const formats = ["csv", "tsv", "json", "ndjson", "parquet"] as const;
const isFormat = (text: string | undefined) => formats.some((format) => format === text);

/** A value of each option that is not its default. */
const values: Readonly<Record<keyof typeof optionFormats, unknown>> = {
  delimiter: ";",
  quote: "'",
  escape: "\\",
  header: false,
  null_values: ["NULL"],
  quoted_nulls: true,
  decimal: ",",
  thousands: ",",
  encoding: "latin-1",
  skip: 1,
  sample: 10,
  all_text: true,
  date_format: "%d/%m/%Y",
  timestamp_format: "%d/%m/%Y %H:%M",
  union_by_name: true,
};

/** Findings that say of an option that it has no effect, as `file:line:column message`. */
async function withoutEffect(file: string, text: string): Promise<readonly string[]> {
  const all = await findings(testProject({ [file]: text, "d/x": "a\n1\n", "d/y": "a\n1\n" }));
  return all.flatMap(({ message, where }) =>
    message.includes("has no effect") ? [`${where?.line}:${where?.column} ${message}`] : [],
  );
}

it("every option has a list of formats", () => {
  const keys = Object.keys(fileShape).filter((key) => key !== "format");
  expect(Object.keys(optionFormats).sort()).toEqual(keys.sort());
});

const pairs = Object.entries(values).flatMap(([key, value]) =>
  formats
    .filter((format) => !optionFormats[key as keyof typeof optionFormats].includes(format))
    .map((format) => [key, format, value] as const),
);

it.each(pairs)("%s is refused for %s, where it stands", async (key, format, value) => {
  const yaml = `file: d/*\nformat: ${format}\n${key}: ${JSON.stringify(value)}\n`;
  const options = `file: 'd/*', format: '${format}',\n  ${key}: ${JSON.stringify(value)}`;
  const define = (call: string) =>
    `const { defineSeed, defineSource } = globalThis.sluice;\nexport default ${call} });\n`;
  for (const [file, text, at] of [
    ["models/raw/s.seed.yaml", yaml, "3:1"],
    ["models/raw/s.source.yaml", yaml, "3:1"],
    ["models/raw/s.ts", define(`defineSeed({ ${options}`), "3:3"],
    ["models/raw/s.ts", define(`defineSource({ name: 'raw.s', ${options}`), "3:3"],
  ] as const) {
    const [first, ...others] = await withoutEffect(file, text);
    expect(first).toMatch(
      new RegExp(`^${at} \`${key}\` has no effect: it is for .* ${format}\\.$`),
    );
    expect(others).toEqual([]);
  }
});

it("the guide's table of options has the same formats", () => {
  const guide = readFileSync(
    new URL("../../../../../docs/guides/files.md", import.meta.url),
    "utf8",
  );
  const rows = guide.split("\n").flatMap((line) => {
    const [, key, ...cells] = line.split("|").map((cell) => cell.trim().replaceAll("`", ""));
    const named = cells[0]?.split(", ") ?? [];
    return named.every(isFormat) && key !== undefined ? [[key, named] as const] : [];
  });
  expect(Object.fromEntries(rows)).toEqual(optionFormats);
});

import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, test } from "vitest";
import { allKinds } from "../kinds/all-kinds.js";
import { elsewhere } from "./checks-elsewhere.js";
import { parseCheck } from "./parse-check.js";

const { dialect } = duckdb({ path: ":memory:" });
const context = { model: "marts.orders", columns: undefined, dialect };

function message(type: string, args: Readonly<Record<string, unknown>>): string {
  const parsed = parseCheck({ type, column: "id", args }, context);
  return parsed.ok ? "" : parsed.diagnostic.message;
}

describe("a check of another tool", () => {
  test.each(Object.entries(elsewhere.kinds))("%s is called %s here", (type, here) => {
    expect([...allKinds.keys()]).toContain(here);
    for (const name of [type, `dbt_utils.${type}`])
      expect(message(name, {})).toBe(
        `There is no check \`${name}\`; it is called \`${here}\` here.`,
      );
  });
});

describe("an argument of another tool", () => {
  test.each(Object.entries(elsewhere.keys))("%s is called %s here", (key, here) => {
    for (const name of here) {
      const kinds = [...allKinds.values()].filter(
        ({ accepts }) => accepts.includes(name) && !accepts.includes(key),
      );
      expect(kinds.length, name).toBeGreaterThan(0);
      const told = kinds.map(({ type }) => message(type, { [key]: 1 }));
      for (const text of told)
        expect(text).toMatch(
          new RegExp(`unknown argument \`${key}\`; it is called \`(${here.join("|")})\` here`),
        );
    }
  });

  test.each(["config", "arguments"])("%s is not needed", (key) => {
    expect(message("unique", { [key]: {} })).toContain(
      `unknown argument \`${key}\`; write what it holds beside the other arguments`,
    );
  });
});

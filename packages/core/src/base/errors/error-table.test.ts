import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { errorReference } from "./error-reference.js";
import { errorTable, type ErrorEntry } from "./error-table.js";

const packages = fileURLToPath(new URL("../../../..", import.meta.url));
const page = fileURLToPath(new URL("../../../../../docs/reference/errors.md", import.meta.url));
const codes = Object.keys(errorTable);

/** The code of all packages, without tests and without the table itself. */
function sources(): readonly string[] {
  return readdirSync(packages).flatMap((name) => {
    const dir = path.join(packages, name, "src");
    return readdirSync(dir, { recursive: true, encoding: "utf8" })
      .filter(
        (file) => /(?<!\.test|\.test-d|\.d)\.ts$/.test(file) && !file.endsWith("error-table.ts"),
      )
      .map((file) => readFileSync(path.join(dir, file), "utf8"));
  });
}

/** True where a text raises a code, rather than comparing with it. */
function raises(text: string, code: string): boolean {
  const quoted = code.replace(".", "\\.");
  return new RegExp(`(?<!(?:[=!]==|case) )"${quoted}"`).test(text);
}

describe("the table of errors", () => {
  it("holds only codes that some package raises", () => {
    const texts = sources();
    expect(texts.length).toBeGreaterThan(100);
    expect(codes.filter((code) => !texts.some((text) => raises(text, code)))).toEqual([]);
  });

  it("tells a raised code from one that is only compared with", () => {
    expect(raises('new SluiceError({ code: "SQL.BIND" })', "SQL.BIND")).toBe(true);
    expect(raises('if (error.code === "SQL.BIND") return;', "SQL.BIND")).toBe(false);
    expect(raises('case "SQL.BIND":', "SQL.BIND")).toBe(false);
  });

  it.each(Object.entries<ErrorEntry>(errorTable))(
    "says of %s what it means and what to do",
    (code, entry) => {
      expect(code).toMatch(/^[A-Z]+\.[A-Z_]+$/);
      expect(entry.meaning).toMatch(/^[A-Z`].{10,}\.$/);
      expect(entry.next).toMatch(/^[A-Z`].{5,}\.$/);
    },
  );

  it("never says the same of two codes", () => {
    const meanings = Object.values<ErrorEntry>(errorTable).map(({ meaning }) => meaning);
    expect(new Set(meanings).size).toBe(meanings.length);
  });
});

describe("docs/reference/errors.md", () => {
  it("is current; `pnpm --filter @sluice/core run docs` renews it", async () => {
    await expect(errorReference(errorTable)).toMatchFileSnapshot(page);
  });

  it("has a section for every code", () => {
    const text = errorReference(errorTable);
    for (const code of codes) expect(text).toContain(`### ${code}\n`);
  });
});

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { edits } from "../../test/change-edits.js";
import { tableBegin, withTable } from "../../test/change-table.js";

const page = fileURLToPath(new URL("../../../../docs/guides/changes.md", import.meta.url));

describe("docs/guides/changes.md", () => {
  it("is current; `pnpm --filter @sluice/sql run docs` renews it", async () => {
    await expect(withTable(readFileSync(page, "utf8"), edits)).toMatchFileSnapshot(page);
  });

  it("has a row for every edit", () => {
    const text = withTable(readFileSync(page, "utf8"), edits);
    const table = text
      .slice(text.indexOf(tableBegin))
      .split("\n")
      .filter((line) => line.startsWith("| "));
    const sections = Object.keys(edits).length;
    expect(table.length - 2 * sections).toBe(Object.values(edits).flat().length);
  });
});

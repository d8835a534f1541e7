import { language } from "../../test/duckdb-language.js";
import { beforeAll, describe, expect, it } from "vitest";
import { edits, type Edit } from "../../test/change-edits.js";
import { changeEngine, modelsOf, type ChangeEngine } from "../../test/change-engine.js";
import { categorize, type ModelChange } from "./categorize.js";

let engine: ChangeEngine;
beforeAll(async () => {
  engine = await changeEngine();
  return () => engine.close();
});

/** The edited model and its readers, by name, in one of the two versions. */
function queriesOf(edit: Edit, version: "before" | "after"): Readonly<Record<string, string>> {
  const readers = (edit.readers ?? []).map(({ sql, after }, i): [string, string] => [
    `shop.reader${i + 1}`,
    version === "after" ? (after ?? sql) : sql,
  ]);
  return { "shop.sales": edit[version], ...Object.fromEntries(readers) };
}

function summary(change: ModelChange | undefined) {
  const changed = change?.changed === "all" ? "all" : change?.changed.join(", ");
  return { category: change?.category, changed };
}

describe.each(Object.entries(edits))("%s", (_, rows) => {
  it.each(rows.map((edit) => [edit.what, edit] as const))("%s", async (_what, edit) => {
    const before = queriesOf(edit, "before");
    const models = await modelsOf(engine, before, queriesOf(edit, "after"));
    const changes = await categorize({ models, reader: { language, read: engine.trees } });
    const expected = [edit, ...(edit.readers ?? [])].map(({ category, changed = "" }) => ({
      category,
      changed,
    }));
    const found = Object.keys(before).map((name) => summary(changes.get(name)));
    const sales = changes.get("shop.sales");
    expect({ found, because: sales?.because }).toEqual({
      found: expected,
      because: expect.stringContaining(edit.because) as string,
    });
    for (const change of changes.values()) {
      expect(change.rebuild).toBe(change.category !== "unchanged");
      expect(change.rows).toBe(change.changed === "all");
      expect(change.because).not.toContain("\n");
    }
  });
});

it("has enough edits to be a specification", () => {
  expect(Object.values(edits).flat().length).toBeGreaterThanOrEqual(45);
});

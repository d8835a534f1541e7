import { describe, expect, it } from "vitest";
import { propertyPlaces } from "./definition-places.js";

const file = `import { defineModel, defineRows, sql } from "@sluice/core"; // defineModel({ kind: "no" })
import { z } from "zod";

const shared = { tags: ["x"] };
const described = {
  order_id: { description: "The key, of {one} order." },
};
/* defineModel({ name: "marts.comment" }) */
export const orders = defineModel({
  name: "marts.orders",
  kind: { type: "incremental_by_key", key: ["order_id"] },
  columns: described,
  refs: { lines: "raw.lines" },
  sql: ({ lines }) => sql\`select \${lines}, \${sql\`"}"\`}, '}' from x where a = \${{ a: "}" }.a}\`,
  checks: [unique("order_id"), { type: "nope", args: { kind: 1 } }],
});

export const items = defineModel<typeof refs, Shape>({
  name: "marts.items",
  ...shared,
  "columns": z.object({ id: z.int(), 'odd name': z.string().regex(/[{"]/), n: z.number() }),
  meta: { ratio: 4 / 2, other: 6 / 3 },
  checks: [...common, unique("id")],
  sql() { return sql\`select 1\`; },
});

export default defineRows({ columns: z.object({ id: z.int() }), retries: 99, rows: () => [] });
`;

const place = (name: string | undefined, ...path: PropertyKey[]) => {
  const source = { file: "models/marts/m.ts", fileText: file };
  const { line, column } = propertyPlaces({ source, name, model: "marts.m" })(path);
  const text = file.split("\n")[(line ?? 0) - 1] ?? "";
  return line === undefined ? "the file" : /^\{|^[\w"' ]+/.exec(text.slice((column ?? 1) - 1))?.[0];
};

describe("the place of a property of a definition", () => {
  it.each([
    [["kind"], "kind"],
    [["kind", "key"], "key"],
    [["kind", "key", 0], '"order_id"'],
    [["kind", "grain"], "kind"],
    [["columns", "order_id", "description"], "description"],
    [["refs", "lines"], "lines"],
    [["checks", 0], "unique"],
    [["checks", 1], "{"],
    [["checks", 1, "args", "kind"], "kind"],
    [["checks", 2], "checks"],
    [["owner"], "defineModel"],
  ])("%j is where it is written", (path, expected) => {
    expect(place("marts.orders", ...path)).toBe(expected);
  });

  it.each([
    [["columns", "id"], "id"],
    [["columns", "odd name"], "'odd name'"],
    [["columns", "n"], "n"],
    [["meta", "other"], "other"],
    [["tags"], "defineModel"],
    [["checks", 0], "checks"],
    [["sql"], "sql"],
  ])("%j is found behind type arguments, quotes, patterns and spreads", (path, expected) => {
    expect(place("marts.items", ...path)).toBe(expected);
  });

  it("belongs to the definition of that name", () => {
    expect(place(undefined, "retries")).toBe("retries");
    expect(place(undefined, "kind")).toBe("defineRows");
    expect(place("marts.comment", "kind")).toBe("the file");
    expect(place("marts.other", "kind")).toBe("the file");
  });
});

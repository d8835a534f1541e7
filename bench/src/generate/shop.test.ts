import { describe, expect, it } from "vitest";
import { generateShop, seedFiles } from "./shop.js";

describe("generateShop", () => {
  const shop = generateShop(65);

  it("gives as many models as asked for, the same each time", () => {
    const texts = ({ models }: typeof shop) => models.map(({ name, sql }) => [name, sql(nameOf)]);
    expect(shop.models).toHaveLength(65);
    expect(texts(generateShop(65))).toEqual(texts(shop));
  });

  it("lets every model follow those it reads", () => {
    const seen = new Set<unknown>();
    for (const model of shop.models) {
      for (const parent of model.parents) expect(seen.has(parent)).toBe(true);
      seen.add(model);
    }
  });

  it("writes models of some sixty lines with CTEs, windows, unions and joins", () => {
    const texts = shop.models.map(({ sql }) => sql(nameOf));
    const lines = texts.reduce((sum, text) => sum + text.split("\n").length, 0);
    expect(lines / texts.length).toBeGreaterThan(50);
    for (const part of ["union all", " over (", "left join", "with "])
      expect(texts.some((text) => text.includes(part))).toBe(true);
  });

  it("has a file and a definition for every seed", () => {
    expect(seedFiles(shop)).toHaveLength(2 * shop.seeds.size);
  });
});

function nameOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}

import { expect, it } from "vitest";
import { physicalName } from "./physical-name.js";

const of = (schema: string, table: string, generation = 1) => ({
  model: { schema, table },
  fingerprint: "0123456789abcdef",
  generation,
});

it("a name that fits is schema, table, version and generation", () => {
  expect(physicalName(of("marts", "orders"), 63)).toBe("marts__orders__01234567");
  expect(physicalName(of("marts", "orders", 3), 63)).toBe("marts__orders__01234567_3");
});

it("names that do not fit end in version and generation, and differ where the models do", () => {
  const long = "n".repeat(60);
  const names = [of("marts", `${long}a`), of("marts", `${long}b`), of("marts", `${long}b`, 12)].map(
    (version) => physicalName(version, 63),
  );
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name.length).toBeLessThanOrEqual(43);
  expect(names[0]).toMatch(/^marts__n+_[0-9a-f]{8}__01234567$/u);
  expect(names[2]).toMatch(/__01234567_12$/u);
});

it("a name is cut between characters, never within one", () => {
  const name = physicalName(of("marts", "🦆".repeat(40)), 63);
  expect(name).not.toMatch(/\p{Surrogate}/u);
  expect(Array.from(name).length).toBeLessThanOrEqual(43);
});

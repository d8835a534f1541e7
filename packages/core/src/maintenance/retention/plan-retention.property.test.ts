import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { happenings, World } from "../../../test/retention-world.js";
import { isExpired } from "./expired-environments.js";
import { planRetention } from "./plan-retention.js";
import { modelsAt, promotionsOf } from "./promotion-log.js";
import type { RetentionPolicy } from "./retention.js";

const policies: fc.Arbitrary<RetentionPolicy> = fc.record({
  keep: fc.integer({ min: 1, max: 4 }),
  olderThanMs: fc.nat({ max: 50 }).map((hours) => hours * 3_600_000),
  stateCopies: fc.boolean(),
});

/** A warehouse after a random history, cleaned by a random policy. */
function cleaned(
  check: (world: World, before: World, policy: RetentionPolicy) => void,
  plan = planRetention,
): void {
  fc.assert(
    fc.property(happenings, policies, (steps, policy) => {
      const before = new World(steps);
      const world = new World(steps);
      world.apply(plan(world.facts(), policy));
      check(world, before, policy);
    }),
    { numRuns: 400 },
  );
}

function living(world: World): readonly string[] {
  const { environments, now } = world.facts();
  return environments.filter((one) => !isExpired(one, now)).map(({ name }) => name);
}

function nothingShownIsLost(world: World, before: World): void {
  const names = living(before);
  expect(living(world)).toEqual(expect.arrayContaining([...names]));
  for (const { environment, physical, schema, view } of before.shown) {
    if (!names.includes(environment)) continue;
    expect(world.relations.has(`${schema}.${view}`)).toBe(true);
    for (const name of before.behind(physical))
      expect([name, world.has(name)]).toEqual([name, true]);
  }
}

describe("whatever happened to a warehouse, cleaning it", () => {
  it("leaves all that an environment shows, and what that reads", () => {
    cleaned(nothingShownIsLost);
  });

  it("leaves the way back to the last promotions of each environment", () => {
    cleaned((world, before, { keep }) => {
      for (const name of living(before)) {
        const log = before.log.filter((row) => row.environment === name);
        for (const { sequence } of promotionsOf(log).slice(0, keep))
          for (const { physical } of modelsAt(log, sequence).values())
            for (const read of before.behind(physical)) expect(world.has(read)).toBe(true);
      }
    });
  });

  it("touches nothing that is not of Sluice's making, and no state copy unless asked", () => {
    cleaned((world, before, { stateCopies }) => {
      const lost = [...before.relations.values()].filter(
        ({ schema, name }) => !world.relations.has(`${schema}.${name}`),
      );
      for (const { schema, name } of lost) {
        if (schema === "_sluice")
          expect(name).toMatch(
            stateCopies === true
              ? /__[0-9a-f]{8}(_\d+)?(__rows)?$|^state_1__runs$/
              : /__[0-9a-f]{8}(_\d+)?(__rows)?$/,
          );
        else expect(schema).toMatch(/__(dev|pr_1)$/);
      }
    });
  });

  it("leaves state and relations in agreement", () => {
    cleaned((world) => {
      const { versions } = world.facts();
      for (const { physical, removedAt } of versions)
        expect(world.has(physical)).toBe(removedAt === undefined);
      const known = versions.map(({ physical }) => physical);
      for (const { schema, name } of world.relations.values())
        if (schema === "_sluice" && /__[0-9a-f]{8}(_\d+)?$/.test(name))
          expect(known).toContain(name);
    });
  });

  it("never lets a name be given again to other rows", () => {
    cleaned((world) => {
      for (const [key, generation] of world.generations) {
        const left = world.versions.filter((one) => `${one.model} ${one.fingerprint}` === key);
        const next = Math.max(world.leastGeneration, ...left.map((one) => one.generation + 1));
        expect(next).toBeGreaterThan(generation);
      }
    });
  });

  it("finds nothing more to do at once", () => {
    cleaned((world, _, policy) => expect(planRetention(world.facts(), policy)).toEqual([]));
  });

  it("forgets removed versions after their time, and gives none of their names again", () => {
    fc.assert(
      fc.property(happenings, (steps) => {
        const world = new World(steps);
        const policy = { keep: 1, olderThanMs: 3_600_000 };
        world.apply(planRetention(world.facts(), policy));
        world.now += 2 * 3_600_000;
        world.apply(planRetention(world.facts(), policy));
        const isOld = (at: number | undefined) => at !== undefined && at < world.now;
        expect(world.versions.filter(({ removedAt }) => isOld(removedAt))).toEqual([]);
        for (const [key, generation] of world.generations) {
          const left = world.versions.filter((one) => `${one.model} ${one.fingerprint}` === key);
          const next = Math.max(world.leastGeneration, ...left.map((one) => one.generation + 1));
          expect(next).toBeGreaterThan(generation);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("would be noticed to drop what is shown", () => {
    const careless: typeof planRetention = (facts, policy) =>
      planRetention({ ...facts, published: [], log: [] }, { ...policy, olderThanMs: 0 });
    expect(() => cleaned(nothingShownIsLost, careless)).toThrow();
  });

  it("would be noticed to forget what views read", () => {
    const shallow: typeof planRetention = (facts, policy) =>
      planRetention(
        { ...facts, versions: facts.versions.map((one) => ({ ...one, reads: [] })) },
        { ...policy, keep: 1, olderThanMs: 0 },
      );
    expect(() => cleaned(nothingShownIsLost, shallow)).toThrow();
  });
});

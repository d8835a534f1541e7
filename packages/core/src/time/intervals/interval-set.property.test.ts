import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  covers,
  intersect,
  intervalSet,
  subtract,
  union,
  type IntervalSet,
} from "./interval-set.js";

const limit = 40;
const ranges = fc
  .array(fc.tuple(fc.nat(limit), fc.nat(limit)), { maxLength: 8 })
  .map((pairs) => pairs.map(([start, end]) => ({ start, end })));
const sets = ranges.map(intervalSet);

/** The naive model: every instant by itself. */
function instants(set: IntervalSet): Set<number> {
  const found = new Set<number>();
  for (const { start, end } of set) for (let at = start; at < end; at += 1) found.add(at);
  return found;
}

function isNormal(set: IntervalSet): boolean {
  return set.every(({ start, end }, i) => start < end && (set[i + 1]?.start ?? Infinity) > end);
}

const operations = [
  ["union", union, (a: boolean, b: boolean) => a || b],
  ["intersect", intersect, (a: boolean, b: boolean) => a && b],
  ["subtract", subtract, (a: boolean, b: boolean) => a && !b],
] as const;

describe("sets of intervals", () => {
  it.each(operations)("%s agrees with sets of instants", (_, operation, holds) => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const result = operation(a, b);
        expect(isNormal(result)).toBe(true);
        const [inA, inB, found] = [instants(a), instants(b), instants(result)];
        for (let at = 0; at <= limit; at += 1) {
          expect(found.has(at)).toBe(holds(inA.has(at), inB.has(at)));
        }
      }),
    );
  });

  it("has one form for one set of instants", () => {
    fc.assert(
      fc.property(ranges, (given) => {
        const set = intervalSet(given);
        expect(isNormal(set)).toBe(true);
        expect(intervalSet([...given].reverse().concat(given))).toEqual(set);
        expect([...instants(set)]).toEqual([...instants(given)].sort((a, b) => a - b));
      }),
    );
  });

  it("covers what holds every instant", () => {
    fc.assert(
      fc.property(sets, sets, (outer, inner) => {
        const held = instants(outer);
        expect(covers(outer, inner)).toBe([...instants(inner)].every((at) => held.has(at)));
      }),
    );
  });
});

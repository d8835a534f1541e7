import { sameName } from "@sluice/core/adapter";
import { parseDuckType, type DuckType } from "./duck-type.js";

const bits = { TINYINT: 8n, SMALLINT: 16n, INTEGER: 32n, BIGINT: 64n, HUGEINT: 128n } as const;

/** Smallest and greatest value of each integer type. */
export const ranges: ReadonlyMap<string, readonly [bigint, bigint]> = new Map(
  Object.entries(bits).flatMap(([name, n]) => [
    [name, [-(2n ** (n - 1n)), 2n ** (n - 1n) - 1n]] as const,
    [`U${name}`, [0n, 2n ** n - 1n]] as const,
  ]),
);

/** Integers up to this are exact in a floating-point type. */
const exact: ReadonlyMap<string, bigint> = new Map([
  ["FLOAT", 2n ** 24n],
  ["DOUBLE", 2n ** 53n],
]);

/**
 * What each type of dates and timestamps is held by. Nanoseconds do not reach as far as the others, and the engine takes
 * seconds to milliseconds by way of them.
 */
const heldBy: ReadonlyMap<string, readonly string[]> = new Map([
  ["DATE", ["TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_S"]],
  ["TIMESTAMP_S", ["TIMESTAMP"]],
  ["TIMESTAMP_MS", ["TIMESTAMP"]],
]);

/** True when every value of `from` is one of `to` as well; days beyond the range of timestamps apart. */
export function widens(from: string, to: string): boolean {
  const [a, b] = [parseDuckType(from), parseDuckType(to)];
  return a !== undefined && b !== undefined && wider(a, b);
}

/** As {@link widens}, of types taken apart. */
export function wider(from: DuckType, to: DuckType): boolean {
  const range = ranges.get(from.name);
  if (range) return integerFits(range, to);
  if (from.name === "DECIMAL" && to.name === "DECIMAL") {
    const [[p = 0, s = 0], [toP = 0, toS = 0]] = [from.sizes, to.sizes];
    return toS >= s && toP - toS >= p - s;
  }
  if (from.name === "ENUM") {
    const isSuperset = from.values.every((value) => to.values.includes(value));
    return to.name === "VARCHAR" || (to.name === "ENUM" && isSuperset);
  }
  if (from.name === "FLOAT" && to.name === "DOUBLE") return true;
  if (heldBy.get(from.name)?.includes(to.name)) return true;
  if (from.name === "STRUCT" && to.name === "STRUCT") return fieldsWiden(from, to);
  return from.name === to.name && from.sizes.join() === to.sizes.join() && partsWiden(from, to);
}

/** Structs are cast field by field, by name: their order does not count, and a field that is new is null. */
function fieldsWiden(from: DuckType, to: DuckType): boolean {
  return from.children.every(({ name, type }) => {
    const other = to.children.find((field) => sameName(field.name, name));
    return other !== undefined && wider(type, other.type);
  });
}

/** Elements, keys, values and members of unions each, in the same order. */
function partsWiden(from: DuckType, to: DuckType): boolean {
  return (
    from.children.length === to.children.length &&
    from.children.every(({ name, type }, i) => {
      const other = to.children[i];
      return other !== undefined && sameName(other.name, name) && wider(type, other.type);
    })
  );
}

function integerFits([least, greatest]: readonly [bigint, bigint], to: DuckType): boolean {
  const range = ranges.get(to.name);
  if (range) return range[0] <= least && greatest <= range[1];
  const limit = exact.get(to.name);
  if (limit !== undefined) return -limit <= least && greatest <= limit;
  if (to.name !== "DECIMAL") return to.name === "BIGNUM";
  const [width = 0, scale = 0] = to.sizes;
  const bound = 10n ** BigInt(width - scale);
  return -bound < least && greatest < bound;
}

const lowestTimes: ReadonlyMap<string, string> = new Map([
  ["DATE", "0001-01-01"],
  ["TIMESTAMP", "0001-01-01 00:00:00"],
  ["TIMESTAMP_S", "0001-01-01 00:00:00"],
  ["TIMESTAMP_MS", "0001-01-01 00:00:00"],
  ["TIMESTAMP WITH TIME ZONE", "0001-01-01 00:00:00+00"],
  // Nanoseconds begin in 1677.
  ["TIMESTAMP_NS", "1700-01-01 00:00:00"],
]);

/** The year 1 for dates and timestamps, the least 64-bit integer in a wider type for integers. */
export function lowest(type: string): string {
  const name = parseDuckType(type)?.name ?? "";
  const time = lowestTimes.get(name);
  if (time !== undefined) return `cast('${time}' as ${type})`;
  const range = ranges.get(name);
  const least = range && range[0] < -(2n ** 63n) ? range[0] : -(2n ** 63n);
  return `cast('${least}' as hugeint)`;
}

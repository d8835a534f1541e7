import { sameName } from "@sluice/core/adapter";
import { duckTypeText, parseDuckType, type DuckType } from "./duck-type.js";
import { ranges, wider } from "./widening.js";

/** Widest decimal of the engine. */
const MOST_DIGITS = 38;

/**
 * A type that values of both types are cast to with nothing lost: the wider one, a type that has room for both, a struct
 * with the fields and an enum with the values of both. Numbers may be beyond what it holds exactly, such as a BIGINT in a
 * DOUBLE: `widens` says whether that can happen.
 */
export function commonType(a: string, b: string): string | undefined {
  const [left, right] = [parseDuckType(a), parseDuckType(b)];
  const common = left && right && commonOf(left, right);
  return common && duckTypeText(common);
}

function commonOf(a: DuckType, b: DuckType): DuckType | undefined {
  if (wider(a, b)) return b;
  if (wider(b, a)) return a;
  if (isNumber(a) && isNumber(b)) return commonNumber(a, b);
  if (isMoment(a) && isMoment(b)) return leaf("TIMESTAMP");
  if (a.name !== b.name || a.sizes.join() !== b.sizes.join()) return undefined;
  if (a.name === "ENUM") return { ...a, values: [...new Set([...a.values, ...b.values])] };
  if (a.name === "STRUCT") return commonStruct(a, b);
  return a.name === "LIST" || a.name === "ARRAY" || a.name === "MAP"
    ? commonParts(a, b)
    : undefined;
}

/** Elements, keys and values each. */
function commonParts(a: DuckType, b: DuckType): DuckType | undefined {
  const children = a.children.flatMap(({ name, type }, i) => {
    const other = b.children[i];
    const common = other && commonOf(type, other.type);
    return common ? [{ name, type: common }] : [];
  });
  return children.length === a.children.length ? { ...a, children } : undefined;
}

/** The fields of both, those of the first before those that only the second has. */
function commonStruct(a: DuckType, b: DuckType): DuckType | undefined {
  const fieldOf = (type: DuckType, name: string) =>
    type.children.find((field) => sameName(field.name, name));
  const shared = a.children.map(({ name, type }) => {
    const other = fieldOf(b, name);
    return { name, type: other ? commonOf(type, other.type) : type };
  });
  const known = shared.flatMap(({ name, type }) => (type ? [{ name, type }] : []));
  if (known.length < shared.length || !shared.some(({ name }) => fieldOf(b, name)))
    return undefined;
  return { ...a, children: [...known, ...b.children.filter(({ name }) => !fieldOf(a, name))] };
}

function commonNumber(a: DuckType, b: DuckType): DuckType | undefined {
  if (isFloat(a) || isFloat(b)) return leaf("DOUBLE");
  const [left, right] = [digitsOf(a), digitsOf(b)];
  if (left.scale === 0 && right.scale === 0 && ranges.has(a.name) && ranges.has(b.name)) {
    const fitting = ["SMALLINT", "INTEGER", "BIGINT", "HUGEINT"].map(leaf);
    return fitting.find((type) => wider(a, type) && wider(b, type));
  }
  const scale = Math.max(left.scale, right.scale);
  const width = Math.min(MOST_DIGITS, Math.max(left.whole, right.whole) + scale);
  return { ...leaf("DECIMAL"), sizes: [width, scale] };
}

/** Digits before and behind the point. */
function digitsOf({ name, sizes }: DuckType): { readonly whole: number; readonly scale: number } {
  const range = ranges.get(name);
  if (range) return { whole: String(range[1]).length, scale: 0 };
  const [width = 0, scale = 0] = sizes;
  return { whole: width - scale, scale };
}

function isNumber(type: DuckType): boolean {
  return ranges.has(type.name) || type.name === "DECIMAL" || isFloat(type);
}

function isFloat({ name }: DuckType): boolean {
  return name === "FLOAT" || name === "DOUBLE";
}

function isMoment({ name }: DuckType): boolean {
  return name === "TIMESTAMP_S" || name === "TIMESTAMP_MS";
}

function leaf(name: string): DuckType {
  return { name, sizes: [], values: [], children: [] };
}

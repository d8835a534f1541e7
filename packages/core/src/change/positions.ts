import { isObject, variantOf, type Json } from "../lineage/syntax-tree.js";
import type { SelectItem } from "./select-items.js";

/** A `group by` or `order by` in which positions are replaced by what they stand for. */
export function resolvePositions(clause: Json, items: readonly SelectItem[]): Json {
  return resolve(clause, items);
}

/** Fields and kinds in which a number is a position; in anything else it is a number. */
const transparent = new Set(["paren", "tuple", "this", "expressions", "args"]);

function resolve(value: Json, items: readonly SelectItem[]): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((entry) => resolve(entry, items));
  if (!isObject(value)) return value;
  const variant = variantOf(value);
  if (variant?.kind === "literal") return positionOf(variant.body["value"], items) ?? value;
  return Object.fromEntries(
    Object.entries(value).map(([field, entry]) => [
      field,
      transparent.has(field) || field === "function"
        ? resolve(entry ?? null, items)
        : (entry ?? null),
    ]),
  );
}

function positionOf(value: Json | undefined, items: readonly SelectItem[]): Json | undefined {
  // Behind columns that are not known nobody can count.
  if (items.some(({ origin }) => origin === "unknown star"))
    return { position: items.map(({ form }) => form) };
  const item = typeof value === "string" ? items[Number(value) - 1] : undefined;
  return item && { position: item.form };
}

import type { TypeInfo, TypeKind } from "../../warehouse/dialect.js";
import { sameName } from "@sluice/sql/text";

/** Kinds compared character by character. */
const texts: readonly TypeKind[] = ["text", "json", "enum"];
/** Kinds of which each value has one text. */
const oneText: readonly TypeKind[] = [...texts, "boolean", "integer", "bigint", "date"];

/** True where a cast makes text of values that have several texts, as 20 and 20.0, at any depth. */
export function hasOtherSpellings(from: TypeInfo, to: TypeInfo): boolean {
  if (texts.includes(to.kind)) return !oneText.includes(from.kind);
  return partsOf(from, to).some(([a, b]) => hasOtherSpellings(a, b));
}

function partsOf(from: TypeInfo, to: TypeInfo): readonly (readonly [TypeInfo, TypeInfo])[] {
  const fields = (from.fields ?? []).flatMap(({ name, type }) =>
    (to.fields ?? [])
      .filter((other) => sameName(other.name, name))
      .map((other) => [type, other.type] as const),
  );
  const parts = [
    [from.element, to.element],
    [from.key, to.key],
  ] as const;
  return [...fields, ...parts.flatMap(([a, b]) => (a && b ? [[a, b] as const] : []))];
}

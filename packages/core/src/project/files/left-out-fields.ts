import type { Dialect, TypeInfo } from "../../warehouse/dialect.js";
import type { ColumnInfo } from "@sluice/sql/text";

/** Fields that files have and declared columns leave out, nested ones by their path: `address.zip (varchar)`. */
export function leftOutFields(
  declared: readonly ColumnInfo[],
  found: readonly ColumnInfo[],
  dialect: Pick<Dialect, "parseType">,
): readonly string[] {
  const known = new Map(declared.map(({ name, type }) => [name, type]));
  return found.flatMap(({ name, type }) => {
    const own = known.get(name);
    if (own === undefined) return [`\`${name}\` (${type.toLowerCase()})`];
    return leftOut(dialect.parseType(own), dialect.parseType(type), name).map(
      (path) => `\`${path}\``,
    );
  });
}

/** Paths of fields that a value of the found type has and one of the declared type has not. */
function leftOut(declared: TypeInfo, found: TypeInfo, path: string): readonly string[] {
  const fields = found.kind === "struct" ? (found.fields ?? []) : [];
  if (declared.kind === "struct") {
    const known = new Map(declared.fields?.map(({ name, type }) => [name, type]));
    return fields.flatMap(({ name, type }) => {
      const own = known.get(name);
      const at = `${path}.${name}`;
      return own === undefined ? [at] : leftOut(own, type, at);
    });
  }
  const { element } = declared;
  if (element === undefined) return [];
  // A map takes any key: each field is one of its values.
  if (declared.kind === "map" && fields.length > 0)
    return fields.flatMap(({ name, type }) => leftOut(element, type, `${path}.${name}`));
  return found.element === undefined ? [] : leftOut(element, found.element, path);
}
